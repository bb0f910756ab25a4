using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>What the producers and consumers of one log share.</summary>
internal sealed record LogContext(NpgsqlDataSource Source, PostgresLogOptions Options, NotificationListener Listener, ILogger Logger)
{
    public TopicSqls Topics { get; } = new();

    public AppendCommands CreateAppendCommands() => new(Topics, Options.BatchBytes);

    public BatchReader CreateReader() => new(Topics, Options.ReadBytes);
}

/// <summary>The statements on each topic's table.</summary>
internal sealed class TopicSqls
{
    private readonly ConcurrentDictionary<string, TopicSql> _topics = new();

    public TopicSql this[string topic] => _topics.GetOrAdd(topic, static name => new TopicSql(name));
}
