using Streaming.Pipeline.Telemetry;

namespace Streaming.Console.Metrics;

/// <summary>
/// What has gone through each stage and how long it took, counted from some beginning on. All counts lie in one array, so that those of several
/// instances add up, and those of two moments are subtracted, in one loop.
/// </summary>
internal sealed class Totals
{
    private static readonly int Flows = Enum.GetValues<Flow>().Length;
    private static readonly int FirstBucket = Stages.All.Count * Flows;

    private readonly double[] _counts = new double[FirstBucket + (Stages.All.Count + 1) * BucketCount];

    /// <summary>The upper bounds of the histograms' buckets, in seconds; the last bucket has none.</summary>
    public static IReadOnlyList<double> Bounds { get; } = Buckets.Seconds.HistogramBucketBoundaries!;

    public static int BucketCount { get; } = Bounds.Count + 1;

    public double this[Stage stage, Flow flow]
    {
        get => _counts[(int)stage * Flows + (int)flow];
        set => _counts[(int)stage * Flows + (int)flow] = value;
    }

    /// <summary>The histogram of a stage, or that from end to end: how many took as long as each bound, or less.</summary>
    public Span<double> Latency(Stage? stage) =>
        _counts.AsSpan(FirstBucket + (stage is { } one ? (int)one : Stages.All.Count) * BucketCount, BucketCount);

    /// <summary>What came since then. Where a count is lower now, the process is another one, and all that it has counted came since.</summary>
    public Totals Since(Totals earlier)
    {
        var growth = new Totals();
        for (var i = 0; i < _counts.Length; i++) growth._counts[i] = _counts[i] >= earlier._counts[i] ? _counts[i] - earlier._counts[i] : _counts[i];
        return growth;
    }

    public Totals Plus(Totals growth)
    {
        var sum = new Totals();
        for (var i = 0; i < _counts.Length; i++) sum._counts[i] = _counts[i] + growth._counts[i];
        return sum;
    }
}
