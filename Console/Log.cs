namespace Streaming.Console;

/// <summary>What the console logs: who is let in or not, what is done, and whose values are revealed; never the values.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "The console's tables are there")]
    public static partial void SetUp(ILogger logger);

    [LoggerMessage(601, LogLevel.Warning, "A login with a wrong token was refused")]
    public static partial void LoginRefused(ILogger logger);

    [LoggerMessage(602, LogLevel.Information, "Personal values of {What} were revealed")]
    public static partial void Revealed(ILogger logger, string what);

    [LoggerMessage(603, LogLevel.Warning, "{Failing}: {Reason}")]
    public static partial void LoadFailed(ILogger logger, string failing, string reason);

    [LoggerMessage(604, LogLevel.Error, "{Failing}")]
    public static partial void LoadFaulted(ILogger logger, Exception fault, string failing);

    [LoggerMessage(605, LogLevel.Information, "{Action}: done")]
    public static partial void ActionDone(ILogger logger, string action);

    [LoggerMessage(606, LogLevel.Warning, "{Action}: {Reason}")]
    public static partial void ActionFailed(ILogger logger, string action, string reason);

    [LoggerMessage(640, LogLevel.Information, "Dead letters from {First} up to {End} are in the index; it took {Seconds:F2} s")]
    public static partial void LettersIndexed(ILogger logger, long first, long end, double seconds);

    [LoggerMessage(641, LogLevel.Information, "Job {Job} on dead letters, {Kind}: done with {Done}, {LeftOut} left open")]
    public static partial void JobDone(ILogger logger, long job, string kind, long done, long leftOut);

    [LoggerMessage(642, LogLevel.Warning, "Job {Job} on dead letters, {Kind}, has failed: {Reason}")]
    public static partial void JobFailed(ILogger logger, long job, string kind, string reason);

    [LoggerMessage(660, LogLevel.Information, "The check of {Subject} has ended: of {Accepted} events {Missing} are missing, {Gone} gone from raw_users")]
    public static partial void Reconciled(ILogger logger, string subject, long accepted, long missing, long gone);
}
