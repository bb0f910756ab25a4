using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cassandra;

/// <summary>Where the driver's log goes; nowhere by default.</summary>
public static class Diagnostics
{
    internal static ILogger Logger { get; private set; } = NullLogger.Instance;

    /// <summary>To be called before a cluster is built.</summary>
    public static void AddLoggerProvider(ILoggerProvider provider) => Logger = provider.CreateLogger("Cassandra");
}
