using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Arrow;

/// <summary>The columns of one record batch, read in the schema's order: a column takes a node and its buffers, then its children theirs.</summary>
internal ref struct ArrowBatch(FlatTable batch, ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly (long Length, long Nulls)[] _nodes = batch.Pairs(1);
    private readonly (long Offset, long Length)[] _buffers = batch.Pairs(2);
    private int _node;
    private int _buffer;

    /// <summary>The next column's cells; null for what is null.</summary>
    public object?[] ReadColumn(ArrowField field)
    {
        var cells = new object?[checked((int)_nodes[_node++].Length)];
        var validity = NextBuffer();
        switch (field.Type)
        {
            case ArrowType.Text: ReadTexts(cells, validity); break;
            case ArrowType.List: ReadLists(cells, validity, field.Item!); break;
            default: ReadValues(cells, validity, field.Type); break;
        }

        return cells;
    }

    private void ReadValues(object?[] cells, ReadOnlySpan<byte> validity, ArrowType type)
    {
        var values = NextBuffer();
        for (var i = 0; i < cells.Length; i++)
        {
            if (!IsValid(validity, i)) continue;
            cells[i] = type switch
            {
                ArrowType.Boolean => IsSet(values, i),
                ArrowType.Integer => MemoryMarshal.Cast<byte, int>(values)[i],
                ArrowType.Long => MemoryMarshal.Cast<byte, long>(values)[i],
                ArrowType.Double => MemoryMarshal.Cast<byte, double>(values)[i],
                _ => new Timestamp(DateTime.UnixEpoch.AddMicroseconds(MemoryMarshal.Cast<byte, long>(values)[i])),
            };
        }
    }

    private void ReadTexts(object?[] cells, ReadOnlySpan<byte> validity)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(NextBuffer());
        var text = NextBuffer();
        for (var i = 0; i < cells.Length; i++)
        {
            if (IsValid(validity, i)) cells[i] = Encoding.UTF8.GetString(text[offsets[i]..offsets[i + 1]]);
        }
    }

    private void ReadLists(object?[] cells, ReadOnlySpan<byte> validity, ArrowField item)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(NextBuffer());
        var items = ReadColumn(item);
        for (var i = 0; i < cells.Length; i++)
        {
            if (IsValid(validity, i)) cells[i] = items[offsets[i]..offsets[i + 1]];
        }
    }

    private ReadOnlySpan<byte> NextBuffer()
    {
        var (offset, length) = _buffers[_buffer++];
        return _body.Slice(checked((int)offset), checked((int)length));
    }

    /// <summary>A column without nulls may leave the bits out.</summary>
    private static bool IsValid(ReadOnlySpan<byte> validity, int index) => validity.IsEmpty || IsSet(validity, index);

    private static bool IsSet(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) == 1;
}
