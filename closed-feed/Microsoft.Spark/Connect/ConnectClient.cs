using Microsoft.Spark.Sql;

namespace Microsoft.Spark.Connect;

/// <summary>A session's side of the connection. Its calls block, as the official library's do, until <see cref="Dispose"/> ends them.</summary>
internal sealed class ConnectClient : IDisposable
{
    /// <summary>For what takes no time by itself; a server that has just started is slow at first.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InterruptLimit = TimeSpan.FromSeconds(5);

    /// <summary>For what may take any time: the server ends a stream after two minutes, so one that is silent for longer is no more.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(150);

    private readonly CancellationTokenSource _stop = new();
    private readonly GrpcChannel _channel;
    private readonly SessionContext _session;

    public ConnectClient(ConnectAddress address)
    {
        _channel = new GrpcChannel(address);
        _session = new SessionContext(Guid.NewGuid().ToString(), address.UserId);
    }

    /// <exception cref="ConnectException">The server refuses a setting, or does not answer.</exception>
    public void Configure(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var set = new ConfigSet { Pairs = { settings.Select(setting => new KeyValue { Key = setting.Key, Value = setting.Value }) } };
        Configure(new ConfigOperation { Set = set });
    }

    /// <exception cref="ConnectException">The setting has no value, or the server does not answer.</exception>
    public string Setting(string key) => Configure(new ConfigOperation { Get = new ConfigGet { Keys = { key } } }).Pairs[0].Value;

    public string Version()
    {
        var request = new AnalyzePlanRequest
        {
            SessionId = _session.SessionId,
            UserContext = _session.User,
            SparkVersion = new SparkVersionRequest(),
        };
        return _channel.CallAsync<AnalyzePlanResponse>("AnalyzePlan", request, AnswerLimit, _stop.Token).GetAwaiter().GetResult().SparkVersion.Version;
    }

    /// <summary>All rows of a relation.</summary>
    public List<Row> Collect(Relation relation) => CollectAsync(relation).GetAwaiter().GetResult();

    /// <param name="most">How long the command takes at most; null where that is not known.</param>
    /// <returns>What <paramref name="pick"/> finds in the answers; the last of it, or null.</returns>
    public T? Execute<T>(Command command, Func<ExecutePlanResponse, T?> pick, TimeSpan? most = null)
        where T : class => ExecuteAsync(command, pick, most).GetAwaiter().GetResult();

    /// <summary>Ends what runs in the session, here and on the server, except for its streaming queries.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        var request = new InterruptRequest
        {
            SessionId = _session.SessionId,
            UserContext = _session.User,
            InterruptType = InterruptType.All,
        };
        try
        {
            _channel.CallAsync<InterruptResponse>("Interrupt", request, InterruptLimit, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ConnectException)
        {
            // A server that is not there runs nothing.
        }

        _channel.Dispose();
        _stop.Dispose();
    }

    private ConfigResponse Configure(ConfigOperation operation)
    {
        var request = new ConfigRequest
        {
            SessionId = _session.SessionId,
            UserContext = _session.User,
            Operation = operation,
        };
        return _channel.CallAsync<ConfigResponse>("Config", request, AnswerLimit, _stop.Token).GetAwaiter().GetResult();
    }

    private async Task<List<Row>> CollectAsync(Relation relation)
    {
        var rows = new List<Row>();
        var execution = Start(new Plan { Root = relation }, null);
        await using (execution.ConfigureAwait(false))
        {
            while (await execution.NextAsync().ConfigureAwait(false) is { } answer)
            {
                if (answer.ArrowBatch is { } batch) Arrow.ArrowReader.Read(batch.Data.Memory, rows);
            }

            return rows;
        }
    }

    private async Task<T?> ExecuteAsync<T>(Command command, Func<ExecutePlanResponse, T?> pick, TimeSpan? most)
        where T : class
    {
        T? found = null;
        var execution = Start(new Plan { Command = command }, most);
        await using (execution.ConfigureAwait(false))
        {
            while (await execution.NextAsync().ConfigureAwait(false) is { } answer) found = pick(answer) ?? found;
            return found;
        }
    }

    private Execution Start(Plan plan, TimeSpan? most)
    {
        var limit = most is { } time && time + AnswerLimit < SilenceLimit ? time + AnswerLimit : SilenceLimit;
        return new Execution(_channel, _session, plan, limit, _stop.Token);
    }
}
