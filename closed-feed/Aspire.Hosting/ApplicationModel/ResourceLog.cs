using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of one resource, and those who follow them.</summary>
internal sealed class ResourceLog : ILogger
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Channel<LogLine>> _followers = [];
    private int _lastNumber;

    public void Append(string content, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_lastNumber, content, isError);
            if (_lines.Count == Capacity)
                _lines.Dequeue();
            _lines.Enqueue(line);
            foreach (var follower in _followers)
                follower.Writer.TryWrite(line);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync()
    {
        await Task.CompletedTask;
        LogLine[] lines;
        lock (_lock)
            lines = [.. _lines];
        yield return lines;
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var follower = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var line in _lines)
                follower.Writer.TryWrite(line);
            _followers.Add(follower);
        }

        try
        {
            var batch = new List<LogLine>();
            while (await follower.Reader.WaitToReadAsync(cancellationToken))
            {
                while (follower.Reader.TryRead(out var line))
                    batch.Add(line);
                yield return batch.ToArray();
                batch.Clear();
            }
        }
        finally
        {
            lock (_lock)
                _followers.Remove(follower);
        }
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Append(formatter(state, exception), logLevel >= LogLevel.Error);
        if (exception is not null)
            Append(exception.ToString(), isError: true);
    }
}
