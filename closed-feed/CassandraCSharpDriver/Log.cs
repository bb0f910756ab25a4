using System.Net;
using Microsoft.Extensions.Logging;

namespace Cassandra;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Lost a connection to {Host}: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, IPEndPoint host, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Cannot connect to {Host}: {Reason}; next try in {Delay} ms")]
    public static partial void ConnectFailed(ILogger logger, IPEndPoint host, string reason, double delay);

    [LoggerMessage(3, LogLevel.Warning, "Lost the control connection to {Host}: {Reason}")]
    public static partial void ControlLost(ILogger logger, IPEndPoint host, string reason);

    [LoggerMessage(4, LogLevel.Warning, "No host takes the control connection: {Reason}; next try in {Delay} ms")]
    public static partial void ControlFailed(ILogger logger, string reason, double delay);

    [LoggerMessage(5, LogLevel.Warning, "The hosts and keyspaces could not be read, which is tried again: {Reason}")]
    public static partial void RefreshFailed(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Information, "A statement could not be prepared on {Host}, which prepares it when it is first executed there: {Reason}")]
    public static partial void PrepareFailed(ILogger logger, IPEndPoint host, string reason);
}
