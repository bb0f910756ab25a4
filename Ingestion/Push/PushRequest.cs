using Streaming.Ingestion.Framing;
using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Push;

/// <summary>Reads one body and hands its events to the raw store: in chunks while it is read, or, if it must be all or none, in one piece at the end.</summary>
internal sealed class PushRequest(Stream body, RawOrigin origin, bool atomic, PushAnswer answer, PushOptions options, RawQueue queue) : IDisposable
{
    private readonly BodyBuffer _buffer = new();
    private readonly Queue<Task<RawResult>> _inFlight = [];
    private RawBatch? _batch;

    /// <exception cref="BodyTooLargeException">What was read before that is stored, unless all or none was asked for.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadEventsAsync(cancellationToken);
            if (!atomic || answer.FaultCount == 0) await SendRestAsync(cancellationToken);
        }
        catch (BodyTooLargeException) when (!atomic)
        {
            await SendRestAsync(cancellationToken);
            throw;
        }
        finally
        {
            await SettleAsync();
        }
    }

    public void Dispose()
    {
        _batch?.Dispose();
        _buffer.Dispose();
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        var framer = await FirstByteAsync(cancellationToken) is { } first ? EventFramer.For(first, options.MaxEventBytes) : null;
        if (framer is null) answer.Add("line", new EventFault(1, "the body is empty"));

        while (framer is not null)
        {
            var batch = _batch ??= new RawBatch(origin);
            var step = framer.Next(_buffer.Unread, _buffer.IsFinal, batch, out var consumed, out var fault);
            _buffer.Consume(consumed);
            switch (step)
            {
                case FrameStep.Event when !atomic && (batch.Count >= options.ChunkEvents || batch.Bytes >= options.ChunkBytes):
                    await SendAsync(cancellationToken);
                    break;
                case FrameStep.Fault when answer.FaultCount >= options.MaxFaults:
                    answer.Add(framer.Unit, fault with { Reason = $"{fault.Reason}; after so many faults nothing was read from here on" });
                    return;
                case FrameStep.Fault:
                    answer.Add(framer.Unit, fault);
                    break;
                case FrameStep.Unreadable:
                    answer.Add(framer.Unit, fault with { Reason = $"{fault.Reason}; nothing was read from here on" });
                    return;
                case FrameStep.NeedMore:
                    await FillAsync(cancellationToken);
                    break;
                case FrameStep.End:
                    return;
            }
        }
    }

    /// <summary>The first byte that says something, past a byte order mark and whitespace.</summary>
    private async Task<byte?> FirstByteAsync(CancellationToken cancellationToken)
    {
        while (_buffer.Unread.Length < 3 && !_buffer.IsFinal) await FillAsync(cancellationToken);
        if (_buffer.Unread.StartsWith("\uFEFF"u8)) _buffer.Consume(3);

        while (true)
        {
            var start = _buffer.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (start >= 0) return _buffer.Unread[start];
            if (_buffer.IsFinal) return null;
            await FillAsync(cancellationToken);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await _buffer.FillAsync(body, cancellationToken);
        if (_buffer.Total > options.MaxBodyBytes) throw new BodyTooLargeException();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_inFlight.Count >= options.ChunksInFlight) answer.Stored += await _inFlight.Dequeue();
        var batch = _batch!;
        _batch = null;
        _inFlight.Enqueue(queue.SubmitAsync(batch, cancellationToken));
    }

    private Task SendRestAsync(CancellationToken cancellationToken) => _batch is { Count: > 0 } ? SendAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Waits for the chunks that are on their way, also where reading failed: what was stored belongs into the answer, whatever it is.</summary>
    private async Task SettleAsync()
    {
        await ((Task)Task.WhenAll(_inFlight)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var sent in _inFlight.Where(sent => sent.IsCompletedSuccessfully)) answer.Stored += sent.Result;
        if (_inFlight.FirstOrDefault(sent => !sent.IsCompletedSuccessfully) is { } failed) await failed;
        _inFlight.Clear();
    }
}

internal sealed class BodyTooLargeException : Exception;
