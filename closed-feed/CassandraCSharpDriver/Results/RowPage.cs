using System.Buffers.Binary;

namespace Cassandra;

/// <summary>A page of rows as the server sent it; values are read out of it when they are asked for.</summary>
internal sealed class RowPage
{
    private readonly byte[] _body;
    private readonly int[] _cells;

    private RowPage(RowSetMetadata metadata, byte[] body, int[] cells, int rows)
    {
        Metadata = metadata;
        _body = body;
        _cells = cells;
        Rows = rows;
    }

    public static RowPage Empty { get; } = new(RowSetMetadata.Empty, [], [], 0);

    public RowSetMetadata Metadata { get; }

    public int Rows { get; }

    /// <param name="body">The body behind the result's kind; it is kept.</param>
    public static RowPage Read(byte[] body)
    {
        var reader = new BodyReader(body);
        var metadata = RowSetMetadata.Read(ref reader, forMarkers: false);
        var rows = reader.ReadInt();
        var cells = new int[checked(rows * metadata.Columns.Length)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.Position;
            reader.Skip(Math.Max(reader.ReadInt(), 0));
        }

        return new RowPage(metadata, body, cells, rows);
    }

    public bool TryGet(int row, int column, out ReadOnlySpan<byte> value)
    {
        if ((uint)column >= (uint)Metadata.Columns.Length)
            throw new ArgumentOutOfRangeException(nameof(column), column, $"There are {Metadata.Columns.Length} columns.");
        var start = _cells[(row * Metadata.Columns.Length) + column];
        var length = BinaryPrimitives.ReadInt32BigEndian(_body.AsSpan(start));
        value = length < 0 ? default : _body.AsSpan(start + 4, length);
        return length >= 0;
    }
}
