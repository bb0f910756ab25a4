namespace Microsoft.Spark.Sql.Streaming;

/// <summary>When a query looks for new data.</summary>
public sealed class Trigger
{
    private Trigger(string interval) => Interval = interval;

    internal string Interval { get; }

    /// <summary>A batch each interval; with 0, as soon as the last one is done.</summary>
    public static Trigger ProcessingTime(long intervalMs) => new($"{intervalMs} milliseconds");
}
