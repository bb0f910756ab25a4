using Streaming.Pipeline.Log.Kafka;

namespace Streaming.Tests.Unit.Log;

public sealed class KafkaLogOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new KafkaLogOptionsValidator().Validate(null, new KafkaLogOptions()).Succeeded);

    [Fact]
    public void Every_bad_key_is_named_with_its_value_and_all_at_once()
    {
        var failures = new KafkaLogOptionsValidator().Validate(null, new KafkaLogOptions
        {
            SessionTimeout = TimeSpan.FromMinutes(6),
            HeartbeatInterval = TimeSpan.Zero,
            TransactionTimeout = TimeSpan.FromSeconds(9),
            RequestTimeout = TimeSpan.FromMinutes(6),
            UndecidedTimeout = TimeSpan.FromSeconds(1),
            ReadBytes = 1,
            BufferBytes = 2,
            MaxRecordBytes = 3,
            ReplicationFactor = 0,
            MinInSyncReplicas = 4,
            StatisticsInterval = TimeSpan.FromSeconds(-1),
            TransactionalIdPrefix = "",
        }).Failures!.ToList();

        string[] expected =
        [
            "SessionTimeout is 00:06:00", "HeartbeatInterval is 00:00:00", "TransactionTimeout is 00:00:09", "RequestTimeout is 00:06:00",
            "UndecidedTimeout is 00:00:01", "ReadBytes is 1", "BufferBytes is 2", "MaxRecordBytes is 3", "ReplicationFactor is 0", "MinInSyncReplicas is 4",
            "StatisticsInterval is -00:00:01", "TransactionalIdPrefix is ''",
        ];
        Assert.Equal(expected.Length, failures.Count);
        Assert.All(expected, part => Assert.Contains(failures, failure => failure.StartsWith("Log:Kafka:" + part, StringComparison.Ordinal)));
    }
}
