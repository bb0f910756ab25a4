using System.Buffers.Binary;
using System.Text;

namespace Microsoft.Spark.Arrow;

/// <summary>A table of a FlatBuffer, in which Arrow writes its metadata. Fields go by their number in Arrow's schema; an absent one has its default.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _position;

    private FlatTable(ReadOnlySpan<byte> buffer, int position)
    {
        _buffer = buffer;
        _position = position;
    }

    public static FlatTable Root(ReadOnlySpan<byte> buffer) => new(buffer, BinaryPrimitives.ReadInt32LittleEndian(buffer));

    public byte Byte(int field) => Find(field) is var at and > 0 ? _buffer[at] : (byte)0;

    public short Short(int field) => Find(field) is var at and > 0 ? BinaryPrimitives.ReadInt16LittleEndian(_buffer[at..]) : (short)0;

    public int Int(int field) => Find(field) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(_buffer[at..]) : 0;

    public long Long(int field) => Find(field) is var at and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(_buffer[at..]) : 0;

    public bool Has(int field) => Find(field) > 0;

    public FlatTable Table(int field) => new(_buffer, Follow(Find(field)));

    public string Text(int field)
    {
        if (Find(field) is not (var at and > 0)) return "";
        at = Follow(at);
        return Encoding.UTF8.GetString(_buffer.Slice(at + 4, BinaryPrimitives.ReadInt32LittleEndian(_buffer[at..])));
    }

    public int Count(int field) => Find(field) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(_buffer[Follow(at)..]) : 0;

    /// <summary>An element of a vector of tables.</summary>
    public FlatTable Element(int field, int index) => new(_buffer, Follow(Follow(Find(field)) + 4 + (4 * index)));

    /// <summary>A vector of structs, each of two 8-byte integers, as Arrow's nodes and buffers are.</summary>
    public (long First, long Second)[] Pairs(int field)
    {
        var pairs = new (long, long)[Count(field)];
        if (pairs.Length == 0) return pairs;
        var from = _buffer[(Follow(Find(field)) + 4)..];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (BinaryPrimitives.ReadInt64LittleEndian(from[(16 * i)..]), BinaryPrimitives.ReadInt64LittleEndian(from[((16 * i) + 8)..]));
        }

        return pairs;
    }

    private int Follow(int at) => at + BinaryPrimitives.ReadInt32LittleEndian(_buffer[at..]);

    /// <summary>Where the field is; 0 where it is absent.</summary>
    private int Find(int field)
    {
        var vtable = _position - BinaryPrimitives.ReadInt32LittleEndian(_buffer[_position..]);
        var slot = 4 + (2 * field);
        if (slot >= BinaryPrimitives.ReadUInt16LittleEndian(_buffer[vtable..])) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_buffer[(vtable + slot)..]);
        return offset == 0 ? 0 : _position + offset;
    }
}
