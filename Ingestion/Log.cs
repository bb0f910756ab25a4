namespace Streaming.Ingestion;

/// <summary>What this service logs: per batch, run or request, and never what an event holds.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "Request {RunId} was answered 503: {Reason}")]
    public static partial void PushFailed(ILogger logger, string runId, string reason);

    [LoggerMessage(210, LogLevel.Information, "The relay reads slot {Slot}; rows up to {IngestedAt:O} are in the log already")]
    public static partial void RelayStarted(ILogger logger, string slot, DateTime ingestedAt);

    [LoggerMessage(220, LogLevel.Information, "Run {RunId} is done: {Pages} pages")]
    public static partial void RunDone(ILogger logger, string runId, int pages);

    [LoggerMessage(221, LogLevel.Information, "Run {RunId} goes on at page {Page} of {Pages}, attempt {Attempt}")]
    public static partial void RunResumed(ILogger logger, string runId, int page, int pages, int attempt);

    [LoggerMessage(222, LogLevel.Warning, "Run {RunId}, attempt {Attempt}: {Reason}; the next one follows in {Seconds:F1} s")]
    public static partial void AttemptFailed(ILogger logger, string runId, int attempt, string reason, double seconds);

    [LoggerMessage(223, LogLevel.Error, "Run {RunId} failed with attempt {Attempt}: {Reason}")]
    public static partial void RunFailed(ILogger logger, string runId, int attempt, string reason);

    [LoggerMessage(224, LogLevel.Warning, "Run {RunId}, page {Page}: {Count} malformed users, the first: {Reason}")]
    public static partial void PageMalformed(ILogger logger, string runId, int page, int count, string reason);

    [LoggerMessage(225, LogLevel.Information, "Run {RunId} was cancelled, or taken up by another process")]
    public static partial void RunLost(ILogger logger, string runId);

    [LoggerMessage(226, LogLevel.Warning, "Run {RunId} was left in the middle; it is taken up again when its lease ends")]
    public static partial void RunLeft(ILogger logger, Exception failure, string runId);

    [LoggerMessage(227, LogLevel.Information, "Schedule {Schedule} was created as the configuration has it")]
    public static partial void Seeded(ILogger logger, string schedule);

    [LoggerMessage(230, LogLevel.Information, "Tables, publication, replication slot, topics and schemas are in place")]
    public static partial void SetUp(ILogger logger);
}
