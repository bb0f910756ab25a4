using System.Buffers;

namespace Streaming.Pipeline.Buffers;

/// <summary>A growing buffer of bytes out of the shared pool, to be used again and again. Not thread-safe.</summary>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int KeptSize = 4 * 1024 * 1024;

    private byte[] _bytes = [];

    /// <summary>Bytes written. Setting it lower takes back what was written last.</summary>
    public int Length { get; set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> Span => _bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Empties the buffer; one that has grown far goes back to the pool.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptSize) Dispose();
    }

    /// <summary>Gives away the bytes, which are to be returned to the shared pool, and is empty then.</summary>
    public (byte[] Bytes, int Length) Detach()
    {
        var detached = (_bytes, Length);
        (_bytes, Length) = ([], 0);
        return detached;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(Length + Math.Max(sizeHint, 1));
        if (needed <= _bytes.Length) return;

        var doubled = (int)Math.Min(2L * _bytes.Length, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, FirstSize), doubled));
        Span.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
