using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Log.Postgres;

internal static partial class PostgresLogMessages
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "The log's notifications do not arrive; readers poll until they do.")]
    public static partial void ListeningFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "A heartbeat to the group {Group} failed; it is tried again.")]
    public static partial void HeartbeatFailed(this ILogger logger, Exception error, string group);

    [LoggerMessage(
        EventId = 1003, Level = LogLevel.Warning, Message = "The group {Group} was left without a word; its partitions are free when the lease runs out.")]
    public static partial void LeaveFailed(this ILogger logger, Exception error, string group);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Partitions of the group {Group} read here: {Partitions}")]
    public static partial void Assigned(this ILogger logger, string group, string partitions);
}
