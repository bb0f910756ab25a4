using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Schemas;

internal static partial class SchemaLog
{
    [LoggerMessage(120, LogLevel.Warning, "The schemas of this version are not checked yet: {Reason}")]
    public static partial void NotChecked(ILogger logger, string reason);

    [LoggerMessage(121, LogLevel.Warning, "Schema ids {Ids} in {Topic} partition {Partition} are not registered; asking again in {Seconds:F1} s")]
    public static partial void Unknown(ILogger logger, string ids, string topic, int partition, double seconds);
}
