namespace Streaming.Console.Metrics;

/// <summary>What was known at one moment.</summary>
/// <param name="Lags">By stage; null where it is not known, and for ingestion, which reads from outside.</param>
internal sealed record Sample(DateTimeOffset At, Totals Totals, IReadOnlyList<Lag?> Lags);

/// <summary>The samples of the last half hour, oldest first.</summary>
internal sealed class SampleRing
{
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(30);

    // One every two seconds; a loop that is woken more often drops the oldest sooner.
    private const int Most = 1000;

    private readonly Queue<Sample> _samples = new(Most);

    public Sample? Last { get; private set; }

    public void Add(Sample sample)
    {
        while (_samples.TryPeek(out var oldest) && (sample.At - oldest.At > Span || _samples.Count >= Most)) _samples.Dequeue();
        _samples.Enqueue(sample);
        Last = sample;
    }

    public Sample[] ToArray() => [.. _samples];

    /// <summary>The newest sample that is at least so much older than the last one; else the oldest there is.</summary>
    public Sample? Before(TimeSpan age)
    {
        if (Last is null) return null;

        Sample? found = null;
        foreach (var sample in _samples)
        {
            if (found is not null && Last.At - sample.At < age) break;
            found = sample;
        }

        return found;
    }
}
