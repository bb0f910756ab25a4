using System.Globalization;

namespace Streaming.Console.Reconciliation;

/// <summary>What is reconciled: the events of a minute of <c>ingested_at</c>, or of a run.</summary>
/// <param name="Run">Null for a minute.</param>
public sealed record Subject(DateTimeOffset Minute, string? Run)
{
    private const string MinutePrefix = "minute ";
    private const string RunPrefix = "run ";

    public static Subject OfMinute(DateTimeOffset minute) => new(minute.ToUniversalTime(), null);

    public static Subject OfRun(string runId) => new(default, runId);

    /// <summary>The name under which results are kept: <c>minute 2026-06-01T12:00Z</c> or <c>run users-20260601T120000Z</c>.</summary>
    public override string ToString() =>
        Run is null ? MinutePrefix + Minute.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture) : RunPrefix + Run;
}
