using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.Console.Reconciliation;

internal static class TestTime
{
    public static readonly DateTimeOffset Minute = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly long Micros = Timestamps.ToMicros(Minute);
}
