using Cassandra;
using ISession = Cassandra.ISession;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Keeps a bounded number of requests in flight. What fails for the server's sake is sent again, one by one with a back-off between, until the server is
/// back or the deadline is over; a batch that the server refuses is sent again in its parts, and a part that it refuses is named.
/// </summary>
internal sealed class RequestWindow(ISession session, int size, TimeSpan patience, SinkMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly (Request? Request, Task<RowSet>? Answer)[] _slots = new (Request?, Task<RowSet>?)[size];
    private readonly Queue<Request> _again = [];
    private int _next;
    private int _failures;

    /// <summary>What the server refused since it was last cleared.</summary>
    public List<Refusal> Refused { get; } = [];

    /// <summary>Why the last request that failed did so.</summary>
    public DriverException? LastFailure { get; private set; }

    /// <summary>Sends the request once there is room for it.</summary>
    /// <param name="received">Takes the answers, this one's or earlier ones'; the same for all between two drains.</param>
    /// <param name="deadline">Put off with each answer.</param>
    public async ValueTask SendAsync(Request request, CancellationTokenSource deadline, Action<RowSet>? received = null)
    {
        await CompleteAsync(_next, deadline, received);
        while (_again.Count > 0) await SendAgainAsync(deadline, received);
        Start(request);
    }

    /// <summary>Waits until everything that was sent is answered.</summary>
    public async ValueTask DrainAsync(CancellationTokenSource deadline, Action<RowSet>? received = null)
    {
        await CompleteAllAsync(deadline, received);
        while (_again.Count > 0) await SendAgainAsync(deadline, received);
    }

    private void Start(Request request)
    {
        _slots[_next] = (request, session.ExecuteAsync(request.ToStatement()));
        _next = (_next + 1) % size;
    }

    private async ValueTask CompleteAllAsync(CancellationTokenSource deadline, Action<RowSet>? received)
    {
        for (var i = 0; i < size; i++) await CompleteAsync((_next + i) % size, deadline, received);
    }

    private async ValueTask SendAgainAsync(CancellationTokenSource deadline, Action<RowSet>? received)
    {
        await CompleteAllAsync(deadline, received);
        if (_failures > 0) await Task.Delay(BackOff(), time, deadline.Token);
        Start(_again.Dequeue());
        await CompleteAllAsync(deadline, received);
    }

    private ValueTask CompleteAsync(int slot, CancellationTokenSource deadline, Action<RowSet>? received)
    {
        var (request, answer) = _slots[slot];
        if (request is null) return ValueTask.CompletedTask;
        _slots[slot] = default;
        if (!answer!.IsCompletedSuccessfully) return AwaitAsync(request, answer, deadline, received);
        received?.Invoke(answer.Result);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AwaitAsync(Request request, Task<RowSet> answer, CancellationTokenSource deadline, Action<RowSet>? received)
    {
        try
        {
            var rows = await answer.WaitAsync(deadline.Token);
            deadline.CancelAfter(patience);
            _failures = 0;
            received?.Invoke(rows);
        }
        catch (InvalidQueryException refusal) when (request.Record >= 0)
        {
            if (request.Count > 1) Split(request);
            else await RefuseAsync(request, refusal, deadline.Token);
        }
        catch (DriverException failure) when (IsForTheServer(failure))
        {
            LastFailure = failure;
            _failures++;
            metrics.Retried();
            _again.Enqueue(request);
        }
    }

    private void Split(Request request)
    {
        foreach (var part in request.Split()) _again.Enqueue(part);
    }

    /// <summary>A server whose table has gone refuses every row, and is no reason to give up any of them: then preparing fails too.</summary>
    private async Task RefuseAsync(Request request, InvalidQueryException refusal, CancellationToken cancellationToken)
    {
        var prepared = ((BoundStatement)request.ToStatement()).PreparedStatement;
        if (Refused.Count == 0) await session.PrepareAsync(prepared.QueryString).WaitAsync(cancellationToken);
        Refused.Add(new Refusal(request.Record, refusal.Message));
    }

    /// <summary>Whether it may go better at another time; what is wrong with a statement or with the user's rights will not.</summary>
    private static bool IsForTheServer(DriverException failure) => failure
        is NoHostAvailableException or OperationTimedOutException or BusyPoolException or QueryExecutionException or OverloadedException
        or IsBootstrappingException or ServerErrorException or PreparedQueryNotFoundException;

    private TimeSpan BackOff()
    {
        var doubled = FirstBackOff * Math.Pow(2, Math.Min(_failures - 1, 10));
        return (doubled < LongestBackOff ? doubled : LongestBackOff) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
