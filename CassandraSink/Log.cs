namespace Streaming.CassandraSink;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "{Topic}-{Partition} offset {Offset} goes to the dead letters, rule {Rule}: {Reason}")]
    public static partial void Rejected(ILogger logger, string topic, int partition, long offset, string rule, string reason);

    [LoggerMessage(401, LogLevel.Information, "Partitions went to another member; reading goes on at the committed offsets: {Reason}")]
    public static partial void Fenced(ILogger logger, string reason);

    [LoggerMessage(402, LogLevel.Information, "The tables are there")]
    public static partial void SetUp(ILogger logger);
}
