namespace Streaming.Console.Metrics;

public enum StageState
{
    Running,
    Idle,
    Behind,
    Stuck,
    Failed,
    NotReachable,
}

/// <summary>What is known of a stage, for telling its state.</summary>
internal sealed record StageFacts
{
    /// <summary>Instances of its service, and how many of them answer.</summary>
    public required int Instances { get; init; }

    public required int Answering { get; init; }

    /// <summary>What its service's health says is wrong with it; null if nothing.</summary>
    public string? Failure { get; init; }

    /// <summary>Events a second.</summary>
    public double Rate { get; init; }

    /// <summary>Null where it is not known.</summary>
    public long? Lag { get; init; }

    /// <summary>The lag of a while ago.</summary>
    public long? LagBefore { get; init; }

    /// <summary>How long nothing has got done.</summary>
    public TimeSpan WithoutProgress { get; init; }
}

/// <summary>Tells a stage's state, and why it is so in words. The worst that holds is told.</summary>
internal static class StageStates
{
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(15);

    /// <summary>Fewer records than these are a batch on its way, no lag that grows.</summary>
    public const long LeastLag = 1000;

    public static (StageState State, string Why) Of(StageFacts facts) => facts switch
    {
        { Instances: 0 } => (StageState.NotReachable, "no address of it is known to the console"),
        { Answering: 0 } => (StageState.NotReachable, facts.Failure ?? "it gives no answer"),
        { Failure: { } failure } => (StageState.Failed, failure),
        { Lag: > 0 } when facts.WithoutProgress >= StuckAfter =>
            (StageState.Stuck, $"{Words.Count(facts.Lag.Value)} wait, and none was taken for {Words.Duration(facts.WithoutProgress)}"),
        { Lag: >= LeastLag } when facts.Lag > facts.LagBefore =>
            (StageState.Behind, $"its lag grows: {Words.Count(facts.Lag.Value)} now, {Words.Count(facts.LagBefore.Value)} a while ago"),
        { Answering: var answering, Instances: var instances } when answering < instances =>
            (facts.Rate > 0 ? StageState.Running : StageState.Idle, $"{instances - answering} of {instances} instances give no answer"),
        { Rate: > 0 } or { Lag: > 0 } => (StageState.Running, ""),
        _ => (StageState.Idle, ""),
    };

    public static string Name(StageState state) => state switch
    {
        StageState.NotReachable => "not reachable",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>The class of style sheet that colours it; the word says the same.</summary>
    public static string Tone(StageState state) => state switch
    {
        StageState.Running => "good",
        StageState.Idle => "faint",
        StageState.Behind => "warn",
        _ => "bad",
    };
}
