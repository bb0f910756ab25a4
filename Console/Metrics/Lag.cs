namespace Streaming.Console.Metrics;

/// <summary>How far a stage is behind what it reads.</summary>
/// <param name="Records">How many it has still to read.</param>
/// <param name="Since">How long ago the oldest of them was appended; null where there is none, or nobody knows.</param>
/// <param name="Done">A number that grows with whatever it gets done.</param>
public readonly record struct Lag(long Records, TimeSpan? Since, double Done);
