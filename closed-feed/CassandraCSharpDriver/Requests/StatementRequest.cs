using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>
/// A statement on its way: over the hosts of its query plan, as the retry policy says, until it has a result or an error. Its task always ends: each send is
/// answered by the connection, and what goes wrong here becomes the task's exception.
/// </summary>
internal sealed class StatementRequest(Session session, Statement statement, byte[]? pagingState)
    : TaskCompletionSource<RowSet>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingRequest
{
    /// <summary>More often than this a host that keeps forgetting what it prepared is not asked again.</summary>
    private const int MostPreparations = 16;

    private readonly long _timestamp = session.TimestampOf(statement);
    private IEnumerator<Host>? _plan;
    private Host? _host;
    private HostPool? _pool;
    private Connection? _connection;
    private Dictionary<IPEndPoint, Exception>? _errors;
    private ConsistencyLevel _consistency = session.ConsistencyOf(statement);
    private int _retries;
    private int _preparations;

    public Opcode Opcode => statement.Opcode;

    public int TimeoutMillis => statement.ReadTimeoutMillis > 0 ? statement.ReadTimeoutMillis : session.Configuration.SocketOptions.ReadTimeoutMillis;

    public long Deadline { get; set; }

    public void Start()
    {
        try
        {
            _plan = session.Configuration.Policies.LoadBalancingPolicy.NewQueryPlan(session.Keyspace, statement).GetEnumerator();
            SendToNext();
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    public void Write(WriteBuffer buffer) => StatementWriter.Write(
        buffer, statement, _consistency, _timestamp, session.PageSizeOf(statement), pagingState ?? statement.PagingState, session.SerialOf(statement));

    public void OnResponse(in Frame frame)
    {
        try
        {
            if (frame.Opcode == Opcode.Result) OnResult(frame);
            else if (frame.Opcode == Opcode.Error) OnError(ErrorReader.Read(frame.Body, _host!.Address));
            else throw new DriverInternalError($"The server answered a statement with {frame.Opcode}.");
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    public void OnFailure(Exception exception)
    {
        try
        {
            OnError(exception);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    private void SendToNext()
    {
        while (_plan!.MoveNext())
        {
            _host = _plan.Current;
            _pool = session.PoolOf(_host);
            if (_pool is not null && TrySend()) return;
        }

        ObjectDisposedException.ThrowIf(session.IsDisposed, session);
        SetException(new NoHostAvailableException(_errors ?? []));
    }

    private bool TrySend()
    {
        while (true)
        {
            _connection = _pool!.Pick();
            if (_connection is null) return Failed(_pool.LastError ?? new SocketException((int)SocketError.NotConnected));
            switch (_connection.TrySend(this))
            {
                case SendResult.Sent: return true;
                case SendResult.Busy:
                    return Failed(new BusyPoolException(_host!.Address, session.Configuration.PoolingOptions.GetMaxRequestsPerConnection(), _pool.Count));
                default: _pool.Remove(_connection); break;
            }
        }
    }

    private bool Failed(Exception error)
    {
        (_errors ??= [])[_host!.Address] = error;
        return false;
    }

    private void OnResult(in Frame frame)
    {
        var reader = new BodyReader(frame.Body);
        var kind = (ResultKind)reader.ReadInt();
        switch (kind)
        {
            case ResultKind.Void:
                SetResult(Result(RowPage.Empty, frame.Warnings));
                break;
            case ResultKind.Rows:
                SetResult(Result(RowPage.Read(frame.Body[reader.Position..].ToArray()), frame.Warnings));
                break;
            case ResultKind.SetKeyspace:
                _ = AfterAsync(session.UseAsync(reader.ReadString()), Result(RowPage.Empty, frame.Warnings));
                break;
            case ResultKind.SchemaChange:
                _ = AfterAgreementAsync(Result(RowPage.Empty, frame.Warnings));
                break;
            default:
                throw new DriverInternalError($"The server answered a statement with a result of kind {kind}.");
        }
    }

    private RowSet Result(RowPage page, string[]? warnings)
    {
        var mayFetch = page.Metadata.PagingState is not null && statement.AutoPage;
        return new RowSet(page, _host, _consistency, warnings, mayFetch ? state => session.ExecuteAsync(statement, state) : null);
    }

    private async Task AfterAsync(Task action, RowSet result)
    {
        try
        {
            await action.ConfigureAwait(false);
            SetResult(result);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    private async Task AfterAgreementAsync(RowSet result)
    {
        try
        {
            result.IsSchemaInAgreement = await session.AfterSchemaChangeAsync().ConfigureAwait(false);
            SetResult(result);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    private void OnError(Exception error)
    {
        if (error is PreparedQueryNotFoundException unknown && _preparations++ < MostPreparations && statement.FindPrepared(unknown.UnknownId) is { } prepared)
        {
            _ = PrepareAgainAsync(prepared);
            return;
        }

        var decision = RetryRule.Decide(session, statement, error, _consistency, _retries);
        switch (decision.DecisionType)
        {
            case RetryDecision.RetryDecisionType.Ignore:
                SetResult(Result(RowPage.Empty, null));
                break;
            case RetryDecision.RetryDecisionType.Rethrow:
                SetException(error);
                break;
            default:
                _retries++;
                _consistency = decision.RetryConsistencyLevel ?? _consistency;
                Failed(error);
                if (!decision.UseCurrentHost || !TrySend()) SendToNext();
                break;
        }
    }

    private async Task PrepareAgainAsync(PreparedStatement prepared)
    {
        try
        {
            await session.PrepareAgainAsync(prepared, _connection!).ConfigureAwait(false);
            if (!TrySend()) SendToNext();
        }
        catch (Exception e) when (e is SocketException or OperationTimedOutException)
        {
            OnFailure(e);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }
}
