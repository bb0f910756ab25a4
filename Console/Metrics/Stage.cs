namespace Streaming.Console.Metrics;

/// <summary>What an event goes through, in this order. Those of one service share its process.</summary>
public enum Stage
{
    /// <summary>Pull and push API to raw_users.</summary>
    Ingestion,

    /// <summary>raw_users to users_created.</summary>
    Relay,

    /// <summary>users_created to users_processed.</summary>
    Processor,

    /// <summary>users_processed to the tables.</summary>
    Sink,
}

/// <summary>What is counted at each stage.</summary>
public enum Flow
{
    In,
    Out,
    Duplicate,
    Rejected,
}

internal static class Stages
{
    public static readonly IReadOnlyList<Stage> All = Enum.GetValues<Stage>();

    /// <summary>The services by the names under which discovery knows them.</summary>
    public static readonly IReadOnlyList<string> Services = ["ingestion", "processor", "sink"];

    public static string ServiceOf(Stage stage) => stage switch
    {
        Stage.Ingestion or Stage.Relay => "ingestion",
        Stage.Processor => "processor",
        _ => "sink",
    };

    /// <summary>Whether the check of that name in the service's health is about this stage; what is about none in particular concerns each.</summary>
    public static bool IsConcerned(Stage stage, string check) => (stage, check) switch
    {
        (Stage.Ingestion, "relay" or "raw-backlog" or "log-backlog") => false,
        (Stage.Relay, "schedules" or "runs" or "raw store") => false,
        _ => true,
    };
}
