using System.Buffers;

namespace Streaming.Ingestion.Framing;

/// <summary>The part of a body that has arrived and is not done with yet, in one piece, in a pooled buffer.</summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the body has no more bytes than these.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Bytes that have arrived so far.</summary>
    public long Total { get; private set; }

    public void Consume(int count) => _start += count;

    /// <summary>Waits for more bytes, or the end.</summary>
    public async ValueTask FillAsync(Stream body, CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        Total += read;
        IsFinal = read == 0;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    private void MakeRoom()
    {
        var unread = Unread;
        if (unread.Length <= _buffer.Length / 2)
        {
            unread.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        (_start, _end) = (0, unread.Length);
    }
}
