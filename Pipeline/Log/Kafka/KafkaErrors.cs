using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>What an error of Kafka means to a caller of the log.</summary>
internal static class KafkaErrors
{
    /// <summary>The exception that the port promises instead.</summary>
    public static Exception Translate(KafkaException error) => error.Error.Code switch
    {
        ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId or ErrorCode.RebalanceInProgress or
            ErrorCode.FencedMemberEpoch or ErrorCode.StaleMemberEpoch or ErrorCode.Local_AssignmentLost =>
            new FencedException($"The group has gone on without this member: {error.Error.Reason}"),
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition =>
            new InvalidOperationException($"The topic or partition does not exist: {error.Error.Reason}. The setup step creates the topics.", error),
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge => new InvalidOperationException(
            $"A record is too large for the log: {error.Error.Reason}. See {KafkaLogOptions.Section}:{nameof(KafkaLogOptions.MaxRecordBytes)}.", error),
        ErrorCode.InvalidReplicationFactor or ErrorCode.InvalidConfig or ErrorCode.PolicyViolation or ErrorCode.TopicAuthorizationFailed or
            ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed =>
            new InvalidOperationException($"Kafka refuses: {error.Error.Reason}", error),
        _ => new LogUnavailableException($"Kafka: {error.Error.Reason}", error),
    };

    public static LogUnavailableException TimedOut(string what, TimeSpan limit) =>
        new($"Kafka did not {what} within {limit.TotalSeconds:N0} s.", new TimeoutException());
}
