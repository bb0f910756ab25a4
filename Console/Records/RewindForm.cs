using System.Globalization;
using Streaming.Console.Access;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

internal enum RewindKind
{
    Earliest,
    Latest,
    Time,
    Offset,
}

/// <summary>What is filled in to rewind a group.</summary>
internal sealed class RewindForm
{
    public RewindKind Kind { get; set; }

    /// <summary>On the viewer's clock.</summary>
    public DateTime? Time { get; set; }

    public long? Offset { get; set; }

    /// <exception cref="InvalidOperationException">A field that is needed is empty.</exception>
    public RewindTarget Target(TimeZoneInfo zone) => Kind switch
    {
        RewindKind.Earliest => new RewindTarget.Earliest(),
        RewindKind.Latest => new RewindTarget.Latest(),
        RewindKind.Time => new RewindTarget.Time(LocalTimes.ToInstant(Time ?? throw Empty("a time"), zone)),
        _ => new RewindTarget.Offset(Offset ?? throw Empty("an offset")),
    };

    /// <summary>The target, for the log.</summary>
    public override string ToString() => Kind switch
    {
        RewindKind.Time => string.Create(CultureInfo.InvariantCulture, $"the time {Time:s}"),
        RewindKind.Offset => string.Create(CultureInfo.InvariantCulture, $"offset {Offset}"),
        _ => Kind == RewindKind.Earliest ? "the first record" : "the end",
    };

    private static InvalidOperationException Empty(string what) => new($"Fill in {what} to go on at.");
}
