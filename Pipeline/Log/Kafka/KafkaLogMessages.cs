using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Log.Kafka;

internal static partial class KafkaLogMessages
{
    [LoggerMessage(EventId = 1101, Message = "librdkafka {Client}: {Facility}: {Text}")]
    public static partial void Client(this ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "Kafka {Client}: {Code}: {Reason}")]
    public static partial void Failed(this ILogger logger, string client, string code, string reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Information, Message = "Partitions of the group {Group} that come to this member: {Partitions}")]
    public static partial void Assigned(this ILogger logger, string group, string partitions);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Information, Message = "Partitions of the group {Group} that leave this member: {Partitions}")]
    public static partial void Revoked(this ILogger logger, string group, string partitions);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "The transactional producer {TransactionalId} is built anew: {Reason}")]
    public static partial void ProducerDiscarded(this ILogger logger, string transactionalId, string reason);

    [LoggerMessage(
        EventId = 1106, Level = LogLevel.Warning, Message = "The group {Group} was left without a word; its partitions are free when the session ends.")]
    public static partial void LeaveFailed(this ILogger logger, Exception error, string group);

    [LoggerMessage(EventId = 1107, Level = LogLevel.Debug, Message = "The group {Group} could not commit that it is at the end; it is tried again: {Reason}")]
    public static partial void IdleCommitFailed(this ILogger logger, string group, string reason);

    [LoggerMessage(EventId = 1108, Level = LogLevel.Warning, Message = "The committed offsets of the group {Group} are not known yet: {Reason}")]
    public static partial void CommittedUnknown(this ILogger logger, string group, string reason);
}
