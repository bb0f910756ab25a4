using Microsoft.Extensions.Options;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// How the log on Kafka behaves; section <c>Log:Kafka</c>. How to reach the brokers, TLS and SASL are librdkafka's own settings, in the sections
/// <c>Aspire:Confluent:Kafka:Producer:Config</c> and <c>Aspire:Confluent:Kafka:Consumer:Config</c>.
/// </summary>
public sealed class KafkaLogOptions
{
    public const string Section = "Log:Kafka";

    /// <summary>How long a member that says nothing keeps its partitions. Brokers allow 6 s and more unless told otherwise.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a member says that it is alive.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>After how long the broker ends the transaction of a producer that says nothing. Readers wait that long for what it had begun.</summary>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one append, commit or request may take until nobody knows what became of it.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a read of a partition waits for transactions that are neither committed nor aborted.</summary>
    public TimeSpan UndecidedTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that one read returns at most, unless a single record is larger.</summary>
    public int ReadBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes that a consumer fetches ahead of its reader; and about as many again inside librdkafka.</summary>
    public int BufferBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The largest record that topics take.</summary>
    public int MaxRecordBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Brokers that keep a copy of each topic.</summary>
    public short ReplicationFactor { get; set; } = 1;

    /// <summary>Copies that must have a record before its append succeeds.</summary>
    public short MinInSyncReplicas { get; set; } = 1;

    /// <summary>How often librdkafka's statistics become metrics; 0 for never.</summary>
    public TimeSpan StatisticsInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What the transactional ids of this pipeline's producers begin with: access control lists name it.</summary>
    public string TransactionalIdPrefix { get; set; } = "streaming";
}

internal sealed class KafkaLogOptionsValidator : IValidateOptions<KafkaLogOptions>
{
    private const int Mebibyte = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, KafkaLogOptions options)
    {
        var errors = new List<string>();
        Between(nameof(options.SessionTimeout), options.SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Between(nameof(options.HeartbeatInterval), options.HeartbeatInterval, TimeSpan.FromMilliseconds(100), options.SessionTimeout / 3);
        Between(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Between(nameof(options.TransactionTimeout), options.TransactionTimeout, options.RequestTimeout, TimeSpan.FromMinutes(15));
        Between(nameof(options.UndecidedTimeout), options.UndecidedTimeout, options.TransactionTimeout, TimeSpan.FromHours(1));
        Between(nameof(options.ReadBytes), options.ReadBytes, 64 * 1024, 64 * Mebibyte);
        Between(nameof(options.BufferBytes), options.BufferBytes, Mebibyte, 1024 * Mebibyte);
        Between(nameof(options.MaxRecordBytes), options.MaxRecordBytes, Mebibyte, 64 * Mebibyte);
        Between(nameof(options.ReplicationFactor), options.ReplicationFactor, (short)1, (short)10);
        Between(nameof(options.MinInSyncReplicas), options.MinInSyncReplicas, (short)1, options.ReplicationFactor);
        Between(nameof(options.StatisticsInterval), options.StatisticsInterval, TimeSpan.Zero, TimeSpan.FromDays(1));
        if (options.TransactionalIdPrefix.Length is 0 or > 100)
        {
            errors.Add(
                $"{KafkaLogOptions.Section}:{nameof(options.TransactionalIdPrefix)} is '{options.TransactionalIdPrefix}'; it must have 1 to 100 characters.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Between<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"{KafkaLogOptions.Section}:{key} is {value}; it must be from {least} to {most}.");
        }
    }
}
