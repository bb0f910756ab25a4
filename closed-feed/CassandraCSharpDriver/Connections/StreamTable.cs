using System.Diagnostics;

namespace Cassandra;

/// <summary>
/// A connection's stream ids and the requests that wait on them. The id of a request that timed out stays taken until its answer comes, lest that be taken
/// for another's. Taking and releasing is done under the connection's lock; claiming a request is not.
/// </summary>
internal sealed class StreamTable
{
    private readonly IPendingRequest?[] _pending;
    private readonly short[] _free;
    private int _freeCount;
    private int _orphans;

    public StreamTable(int capacity)
    {
        _pending = new IPendingRequest?[capacity];
        _free = new short[capacity];
        _freeCount = capacity;
        for (var i = 0; i < capacity; i++) _free[i] = (short)(capacity - 1 - i);
    }

    public int InFlight => _free.Length - Volatile.Read(ref _freeCount);

    /// <summary>Requests that timed out and were never answered.</summary>
    public int Orphans => Volatile.Read(ref _orphans);

    public int Take() => _free[--_freeCount];

    public void Put(int stream, IPendingRequest request) => Volatile.Write(ref _pending[stream], request);

    public void Release(int stream) => _free[_freeCount++] = (short)stream;

    /// <summary>Takes the request that waits on a stream, which only one can; null when it has timed out.</summary>
    public IPendingRequest? Claim(int stream)
    {
        if ((uint)stream >= (uint)_pending.Length) throw new DriverInternalError($"The server answered on stream {stream}, which was never used.");
        var request = Interlocked.Exchange(ref _pending[stream], null);
        if (request is null) Interlocked.Decrement(ref _orphans);
        return request;
    }

    /// <summary>Takes a request that has waited too long, from a place on, and makes its stream an orphan.</summary>
    public IPendingRequest? ClaimExpired(ref int from)
    {
        var now = Stopwatch.GetTimestamp();
        for (; from < _pending.Length; from++)
        {
            if (Volatile.Read(ref _pending[from]) is not { } request || request.Deadline > now) continue;
            Interlocked.Increment(ref _orphans);
            if (Interlocked.CompareExchange(ref _pending[from], null, request) == request) return request;
            Interlocked.Decrement(ref _orphans);
        }

        return null;
    }

    /// <summary>Takes every request that waits.</summary>
    public IEnumerable<IPendingRequest> ClaimAll()
    {
        for (var i = 0; i < _pending.Length; i++)
        {
            if (Interlocked.Exchange(ref _pending[i], null) is { } request) yield return request;
        }
    }
}
