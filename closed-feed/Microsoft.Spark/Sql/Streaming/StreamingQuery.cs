using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>A query that runs on the server, with or without us.</summary>
public sealed class StreamingQuery
{
    private readonly ConnectClient _client;
    private readonly QueryInstance _instance;

    internal StreamingQuery(ConnectClient client, QueryStarted started)
    {
        _client = client;
        _instance = started.Query;
        Name = started.Name;
    }

    public string Name { get; }

    /// <summary>The checkpoint's: the same after a restart.</summary>
    public string Id => _instance.Id;

    public string RunId => _instance.RunId;

    public bool IsActive() => Ask(new QueryCommand { Status = true }).Status.IsActive;

    /// <summary>Waits until the query has ended, or the time is over.</summary>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="Exception">The query failed.</exception>
    public bool AwaitTermination(long timeoutMs)
    {
        var command = new QueryCommand { AwaitTermination = new AwaitTermination { TimeoutMs = timeoutMs } };
        return Ask(command, TimeSpan.FromMilliseconds(timeoutMs)).Termination.Terminated;
    }

    /// <summary>Returns when the query has ended.</summary>
    public void Stop() => _client.Execute(Command(new QueryCommand { Stop = true }), answer => answer.QueryAnswer);

    /// <summary>Why the query failed; null while it runs, or when it was stopped.</summary>
    public StreamingQueryException? Exception() =>
        Ask(new QueryCommand { Exception = true }).Exception is { HasMessage: true } failure ? new StreamingQueryException(failure.Message) : null;

    /// <param name="most">How long the answer takes where all is well.</param>
    private QueryAnswer Ask(QueryCommand command, TimeSpan most = default) => _client.Execute(Command(command), answer => answer.QueryAnswer, most)!;

    private Command Command(QueryCommand command)
    {
        command.Query = _instance;
        return new Command { QueryCommand = command };
    }
}
