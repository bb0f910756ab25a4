namespace Streaming.Ingestion;

/// <summary>What this service logs: per batch, run or request, and never what an event holds.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "Request {RunId} was answered 503: {Reason}")]
    public static partial void PushFailed(ILogger logger, string runId, string reason);

    [LoggerMessage(210, LogLevel.Information, "The relay reads slot {Slot}; rows up to {IngestedAt:O} are in the log already")]
    public static partial void RelayStarted(ILogger logger, string slot, DateTime ingestedAt);

    [LoggerMessage(220, LogLevel.Information, "Run {RunId}: {Pages} pages, {Fetched} users fetched, {New} new, {Duplicate} duplicates, {Malformed} malformed")]
    public static partial void RunDone(ILogger logger, string runId, int pages, long fetched, long @new, long duplicate, long malformed);

    [LoggerMessage(221, LogLevel.Information, "Run {RunId} is resumed at page {Page} of {Pages}")]
    public static partial void RunResumed(ILogger logger, string runId, int page, int pages);

    [LoggerMessage(222, LogLevel.Warning, "Run {RunId}, page {Page}: {Reason}; the page is fetched again")]
    public static partial void PageFailed(ILogger logger, string runId, int page, string reason);

    [LoggerMessage(223, LogLevel.Error, "Run {RunId} failed at page {Page}: {Reason}")]
    public static partial void RunFailed(ILogger logger, string runId, int page, string reason);

    [LoggerMessage(224, LogLevel.Warning, "Run {RunId}, page {Page}: {Count} malformed users, the first: {Reason}")]
    public static partial void PageMalformed(ILogger logger, string runId, int page, int count, string reason);

    [LoggerMessage(230, LogLevel.Information, "Tables, publication, replication slot, topics and schemas are in place")]
    public static partial void SetUp(ILogger logger);
}
