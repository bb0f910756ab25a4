namespace Streaming.Tests.Benchmarks;

/// <summary>What one run measured of the two engines, which processed the same records, and of the tutorial's way on the same broker.</summary>
/// <param name="SparkEventsPerSecond">Of the Spark engine, counting included, once its first batch is done.</param>
/// <param name="InprocessEventsPerSecond">Of the in-process engine, once its first batch is done.</param>
/// <param name="PeerEventsPerSecond">
/// Of <c>peers spark-pipeline</c>, its start-up not counted: from a topic to one table, without rules, duplicates or counts.
/// </param>
/// <param name="Ratio">Of the Spark engine to the peer.</param>
internal sealed record SparkFigures(double SparkEventsPerSecond, double InprocessEventsPerSecond, double PeerEventsPerSecond, double Ratio) : IFigures
{
    public void Print()
    {
        Console.WriteLine($"spark        {SparkEventsPerSecond,10:N0} events/s, {Ratio:F2} x spark-pipeline");
        Console.WriteLine($"in process   {InprocessEventsPerSecond,10:N0} events/s, {InprocessEventsPerSecond / SparkEventsPerSecond:F2} x spark");
    }
}
