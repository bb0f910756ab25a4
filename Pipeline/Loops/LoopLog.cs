using Microsoft.Extensions.Logging;

namespace Streaming.Pipeline.Loops;

internal static partial class LoopLog
{
    [LoggerMessage(100, LogLevel.Warning, "Loop {Loop} failed ({Failures} in a row): {Reason}; starting again in {Seconds:F1} s")]
    public static partial void Failed(ILogger logger, Exception? failure, string loop, int failures, string reason, double seconds);

    [LoggerMessage(101, LogLevel.Critical, "Loop {Loop} stopped for good: {Reason}")]
    public static partial void Faulted(ILogger logger, string loop, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Loop {Loop} failed while it was being stopped")]
    public static partial void FailedWhileStopping(ILogger logger, Exception failure, string loop);

    [LoggerMessage(102, LogLevel.Debug, "Loop {Loop} was stopped while it waited to start again")]
    public static partial void StoppedWhileWaiting(ILogger logger, string loop);
}
