using System.Globalization;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Runs;

/// <summary>
/// A run that this process works on. Its seed makes its content reproducible, so that it can go on at its next page whoever fetched the others.
/// </summary>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="Failures">Attempts in a row that stored nothing, before this one.</param>
internal sealed record Run(string RunId, int PageSize, int Pages, int PagesDone, int Attempt, int Failures, ScheduleSpec Spec)
{
    public string Seed => RunId;

    public bool IsDone => PagesDone == Pages;

    public int NextPage => PagesDone + 1;
}

/// <summary>A run's id: its schedule and its logical time.</summary>
internal static class RunId
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(string schedule, DateTimeOffset logicalTime) =>
        string.Create(CultureInfo.InvariantCulture, $"{schedule}-{logicalTime.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}");

    public static bool TryReadTime(string runId, out DateTimeOffset logicalTime) => DateTimeOffset.TryParseExact(
        runId.AsSpan(runId.LastIndexOf('-') + 1), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out logicalTime);
}
