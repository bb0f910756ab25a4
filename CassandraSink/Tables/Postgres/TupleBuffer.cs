using System.Buffers.Binary;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>Rows in the format of PostgreSQL's binary COPY, in one buffer that is reused. https://www.postgresql.org/docs/current/sql-copy.html</summary>
internal sealed class TupleBuffer
{
    private const int FirstSize = 256 * 1024;
    private const int KeptSize = 16 * 1024 * 1024;
    private const int Null = -1;

    /// <summary>What stands before the rows: the signature, no flags, no extension.</summary>
    public static readonly ReadOnlyMemory<byte> Header = (byte[])[.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What stands after them.</summary>
    public static readonly ReadOnlyMemory<byte> Trailer = (byte[])[0xff, 0xff];

    private byte[] _bytes = new byte[FirstSize];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public void StartRow(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(Reserve(2), columns);
        Length += 2;
    }

    public void WriteNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(Reserve(4), Null);
        Length += 4;
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Value(value.Length));
        Length += 4 + value.Length;
    }

    public void Write(Guid value)
    {
        value.TryWriteBytes(Value(16), bigEndian: true, out _);
        Length += 20;
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Value(8), value);
        Length += 12;
    }

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Value(4), value);
        Length += 8;
    }

    public void Write(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(Value(8), value);
        Length += 12;
    }

    /// <summary>Drops what was written from there on.</summary>
    public void Truncate(int length)
    {
        Length = length;
        if (length == 0 && _bytes.Length > KeptSize) _bytes = new byte[FirstSize];
    }

    private Span<byte> Value(int length)
    {
        var span = Reserve(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        return span[4..];
    }

    private Span<byte> Reserve(int size)
    {
        var needed = checked(Length + size);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }
}
