using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>Tells errors that are news from those that librdkafka says again with each try to connect, forty times a second.</summary>
internal sealed class RepeatedErrors
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ErrorCode, long> _told = new();

    /// <summary>Whether the error was not told within the interval.</summary>
    public bool IsNews(ErrorCode code)
    {
        var now = Stopwatch.GetTimestamp();
        var told = _told.GetOrAdd(code, 0);
        return (told == 0 || Stopwatch.GetElapsedTime(told, now) >= Interval) && _told.TryUpdate(code, now, told);
    }
}
