using Streaming.Pipeline.Log;

namespace Streaming.StreamProcessor;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "State of {Partition} rebuilt in {Seconds:F1} s: {Events} events and {Counts} counts read back")]
    public static partial void Rebuilt(this ILogger logger, TopicPartition partition, double seconds, long events, long counts);

    [LoggerMessage(3002, LogLevel.Warning, "Events within the horizon are forgotten early: more than Processor:MaxSeenEvents = {Bound} are known. "
        + "Redeliveries of them would pass. Raise it; an event takes 8 bytes")]
    public static partial void ForgottenEarly(this ILogger logger, long bound);

    [LoggerMessage(3003, LogLevel.Warning, "{Count} users are in no count: their ingested_at is further behind than Processor:Horizon = {Horizon}")]
    public static partial void BeyondHorizon(this ILogger logger, int count, TimeSpan horizon);

    [LoggerMessage(3004, LogLevel.Warning, "{Count} of {Records} records went to the dead letters")]
    public static partial void Rejected(this ILogger logger, int count, int records);

    [LoggerMessage(3005, LogLevel.Information, "The queries run on the Spark cluster; their checkpoint is {Checkpoint}")]
    public static partial void QueriesStarted(this ILogger logger, string checkpoint);

    [LoggerMessage(3006, LogLevel.Warning, "Processor:Spark:Checkpoint = {Checkpoint} is no folder that this process sees, so the group's offsets are not "
        + "committed: the queries' lag does not show")]
    public static partial void CheckpointNotSeen(this ILogger logger, string checkpoint);

    [LoggerMessage(3007, LogLevel.Warning, "The Spark driver does not tell its metrics at {Driver}: {Reason}")]
    public static partial void DriverIsSilent(this ILogger logger, string driver, string reason);

    [LoggerMessage(3008, LogLevel.Information, "Another engine has gone on since the checkpoint {Checkpoint} was written: the queries begin anew after it")]
    public static partial void CheckpointIsStale(this ILogger logger, string checkpoint);
}
