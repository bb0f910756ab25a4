using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>
/// One connection with many requests in flight. Requests are encoded into the buffer that is being filled, while the other one is being sent, so that those of
/// many callers leave in one write.
/// </summary>
internal sealed class Connection : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Streams kept for the driver's own requests, so that a busy connection can still be asked for a sign of life.</summary>
    private const int ReservedStreams = 64;

    private static readonly TimeSpan TimeoutResolution = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly StreamTable _streams;
    private readonly int _maxRequests;
    private readonly int _defunctThreshold;
    private readonly TimeSpan _heartbeat;
    private readonly Timer _timer;
    private readonly IConnectionOwner _owner;
    private WriteBuffer _filling = new();
    private WriteBuffer _sending = new();
    private bool _flushing;
    private bool _watching;
    private long _lastReceived = Stopwatch.GetTimestamp();
    private int _probing;
    private Exception? _closed;

    public Connection(Stream stream, IPEndPoint address, Configuration configuration, IConnectionOwner owner)
    {
        _stream = stream;
        _owner = owner;
        Address = address;
        _maxRequests = configuration.PoolingOptions.GetMaxRequestsPerConnection();
        _defunctThreshold = configuration.SocketOptions.DefunctReadTimeoutThreshold;
        _heartbeat = TimeSpan.FromMilliseconds(configuration.PoolingOptions.GetHeartBeatInterval() ?? 0);
        _streams = new StreamTable(Math.Min(_maxRequests + ReservedStreams, short.MaxValue));
        _timer = new Timer(static connection => ((Connection)connection!).OnTick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public IPEndPoint Address { get; }

    public int InFlight => _streams.InFlight;

    public bool IsClosed => Volatile.Read(ref _closed) is not null;

    public void Start()
    {
        _ = Task.Run(ReceiveAsync);
        if (_heartbeat > TimeSpan.Zero) _timer.Change(_heartbeat, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Encodes a request and has it sent. What encoding throws is thrown, and nothing is sent.</summary>
    /// <param name="own">Whether it is the driver's own, for which streams are kept.</param>
    public SendResult TrySend(IPendingRequest request, bool own = false)
    {
        var timeout = request.TimeoutMillis;
        request.Deadline = timeout > 0 ? Stopwatch.GetTimestamp() + (timeout * (Stopwatch.Frequency / 1000)) : long.MaxValue;
        lock (_gate)
        {
            if (_closed is not null) return SendResult.Closed;
            if (_streams.InFlight >= (own ? _maxRequests + ReservedStreams : _maxRequests)) return SendResult.Busy;
            Encode(request);
            if (!_watching)
            {
                _watching = true;
                _timer.Change(TimeoutResolution, Timeout.InfiniteTimeSpan);
            }

            if (_flushing) return SendResult.Sent;
            _flushing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return SendResult.Sent;
    }

    /// <summary>Closes the connection once; its requests fail.</summary>
    public void Close(Exception reason)
    {
        lock (_gate)
        {
            if (_closed is not null) return;
            Volatile.Write(ref _closed, reason);
        }

        _timer.Dispose();
        _stream.Dispose();
        try
        {
            _owner.OnClosed(this, reason);
        }
        finally
        {
            // Whatever those who hear of it throw: no request may wait for ever.
            foreach (var request in _streams.ClaimAll()) request.OnFailure(AsSocketException(reason));
        }
    }

    public void Dispose() => Close(new ObjectDisposedException(nameof(Connection)));

    /// <summary>The flush, on a thread of the pool.</summary>
    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private void Encode(IPendingRequest request)
    {
        var stream = _streams.Take();
        var start = _filling.BeginFrame(stream, request.Opcode);
        try
        {
            request.Write(_filling);
        }
        catch
        {
            _filling.Truncate(start);
            _streams.Release(stream);
            throw;
        }

        _filling.EndFrame(start);
        _streams.Put(stream, request);
    }

    /// <summary>Sends what has been filled until nothing is left. It never throws: what goes wrong closes the connection.</summary>
    private async Task FlushAsync()
    {
        try
        {
            while (TrySwap(out var full))
            {
                await _stream.WriteAsync(full.Written).ConfigureAwait(false);
                full.Clear();
            }
        }
        catch (Exception e)
        {
            Close(e);
        }
    }

    private bool TrySwap(out WriteBuffer full)
    {
        lock (_gate)
        {
            full = _filling;
            if (full.Length == 0 || _closed is not null) return _flushing = false;
            (_filling, _sending) = (_sending, _filling);
            return true;
        }
    }

    /// <summary>Reads until the connection ends, which closes it, for whatever reason.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            var receiver = new FrameReceiver(_stream);
            while (await receiver.FillAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Volatile.Write(ref _lastReceived, Stopwatch.GetTimestamp());
                while (receiver.TryTake(out var stream, out var frame)) Dispatch(stream, frame);
            }

            Close(new SocketException((int)SocketError.ConnectionReset));
        }
        catch (Exception e)
        {
            Close(e);
        }
    }

    private void Dispatch(int stream, in Frame frame)
    {
        if (stream < 0)
        {
            _owner.OnEvent(this, frame);
            return;
        }

        var request = _streams.Claim(stream);
        lock (_gate) _streams.Release(stream);
        request?.OnResponse(frame);
    }

    private void OnTick()
    {
        var from = 0;
        while (_streams.ClaimExpired(ref from) is { } expired) expired.OnFailure(new OperationTimedOutException(Address, expired.TimeoutMillis));
        if (_streams.Orphans >= _defunctThreshold)
        {
            Close(new SocketException((int)SocketError.TimedOut));
            return;
        }

        ProbeSilence();
        lock (_gate)
        {
            if (_closed is not null) return;
            _watching = _streams.InFlight > 0;
            var next = _watching ? TimeoutResolution : _heartbeat > TimeSpan.Zero ? _heartbeat : Timeout.InfiniteTimeSpan;
            _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private void ProbeSilence()
    {
        if (_heartbeat <= TimeSpan.Zero || Stopwatch.GetElapsedTime(Volatile.Read(ref _lastReceived)) < _heartbeat) return;
        if (Interlocked.Exchange(ref _probing, 1) == 1) return;
        if (TrySend(new HeartbeatRequest(this, () => Volatile.Write(ref _probing, 0)), own: true) != SendResult.Sent) Volatile.Write(ref _probing, 0);
    }

    private static SocketException AsSocketException(Exception reason) =>
        reason as SocketException ?? reason.InnerException as SocketException ?? new SocketException((int)SocketError.ConnectionReset);
}
