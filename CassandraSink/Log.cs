namespace Streaming.CassandraSink;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning,
        "{Count} of {Records} records went to the dead letters; the first, {Topic}-{Partition} offset {Offset}, by rule {Rule}: {Reason}")]
    public static partial void Rejected(ILogger logger, int count, int records, string topic, int partition, long offset, string rule, string reason);

    [LoggerMessage(401, LogLevel.Information, "Partitions went to another member; reading goes on at the committed offsets: {Reason}")]
    public static partial void Fenced(ILogger logger, string reason);

    [LoggerMessage(402, LogLevel.Information, "The tables are there")]
    public static partial void SetUp(ILogger logger);
}
