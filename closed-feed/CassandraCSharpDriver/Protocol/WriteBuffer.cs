using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cassandra;

/// <summary>Frames to be sent, one behind the other, in a buffer that grows and is used again.</summary>
internal sealed class WriteBuffer(int capacity = WriteBuffer.FirstCapacity)
{
    public const int HeaderLength = 9;
    private const int FirstCapacity = 32 * 1024;
    private const int MostKept = 1024 * 1024;

    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what is behind a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets all; an unusually large buffer goes.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > MostKept) _bytes = new byte[FirstCapacity];
    }

    /// <returns>Where the frame begins, for <see cref="EndFrame"/>.</returns>
    public int BeginFrame(int stream, Opcode opcode)
    {
        var start = Length;
        var header = Reserve(HeaderLength);
        header[0] = ProtocolVersion4;
        header[1] = 0;
        BinaryPrimitives.WriteInt16BigEndian(header[2..], (short)stream);
        header[4] = (byte)opcode;
        return start;
    }

    public void EndFrame(int start) => PatchInt(start + 5, Length - start - HeaderLength);

    public Span<byte> Reserve(int count)
    {
        var start = Length;
        if (_bytes.Length - start < count) Grow(count);
        Length = start + count;
        return _bytes.AsSpan(start, count);
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteShort(int value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), (ushort)value);

    public void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void WriteLong(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void PatchInt(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), value);

    public void WriteString(string value)
    {
        WriteShort(Encoding.UTF8.GetByteCount(value));
        WriteText(value);
    }

    /// <summary>Text with its length in four bytes, which is also what a text column's value looks like.</summary>
    public void WriteLongString(string value)
    {
        var start = Length;
        WriteInt(0);
        PatchInt(start, WriteText(value));
    }

    /// <summary>A value: its length in four bytes and its bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        var span = Reserve(value.Length + 4);
        BinaryPrimitives.WriteInt32BigEndian(span, value.Length);
        value.CopyTo(span[4..]);
    }

    public void WriteShortBytes(ReadOnlySpan<byte> value)
    {
        var span = Reserve(value.Length + 2);
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)value.Length);
        value.CopyTo(span[2..]);
    }

    private const byte ProtocolVersion4 = 4;

    private int WriteText(string value)
    {
        var start = Length;
        var count = Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length)));
        Length = start + count;
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
}
