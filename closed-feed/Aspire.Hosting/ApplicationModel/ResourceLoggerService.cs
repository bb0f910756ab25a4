using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What the processes print.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);

    internal ResourceLoggerService()
    {
    }

    public ILogger GetLogger(IResource resource) => LogOf(resource.Name);

    /// <summary>The lines kept, then every new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => LogOf(resource.Name).WatchAsync();

    /// <summary>The lines kept: the last ones.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => LogOf(resource.Name).GetAllAsync();

    internal ResourceLog LogOf(string resourceName) => _logs.GetOrAdd(resourceName, static _ => new ResourceLog());
}

public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
