namespace Cassandra;

/// <summary>The columns of a result, or the markers of a prepared statement.</summary>
internal class RowSetMetadata
{
    private const int GlobalTable = 1;
    private const int MorePages = 2;
    private const int NoColumns = 4;

    private Dictionary<string, int>? _indexes;

    private RowSetMetadata(CqlColumn[] columns, byte[]? pagingState, int[] partitionKey)
    {
        Columns = columns;
        PagingState = pagingState;
        PartitionKey = partitionKey;
    }

    public CqlColumn[] Columns { get; }

    internal static RowSetMetadata Empty { get; } = new([], null, []);

    internal byte[]? PagingState { get; }

    /// <summary>Which markers are the partition key's components, in its order.</summary>
    internal int[] PartitionKey { get; }

    /// <summary>The first column of a name.</summary>
    internal int IndexOf(string name)
    {
        _indexes ??= Columns.GroupBy(column => column.Name).ToDictionary(same => same.Key, same => same.First().Index);
        return _indexes.TryGetValue(name, out var index)
            ? index
            : throw new ArgumentException($"There is no column {name} in: {string.Join(", ", _indexes.Keys)}");
    }

    /// <param name="forMarkers">Whether it describes a statement's markers, which have the partition key's places before them.</param>
    internal static RowSetMetadata Read(ref BodyReader reader, bool forMarkers)
    {
        var flags = reader.ReadInt();
        var count = reader.ReadInt();
        var partitionKey = forMarkers ? new int[reader.ReadInt()] : [];
        for (var i = 0; i < partitionKey.Length; i++) partitionKey[i] = reader.ReadShort();
        var pagingState = (flags & MorePages) != 0 ? reader.ReadBytes() : null;
        return new RowSetMetadata((flags & NoColumns) != 0 ? [] : ReadColumns(ref reader, count, (flags & GlobalTable) != 0), pagingState, partitionKey);
    }

    private static CqlColumn[] ReadColumns(ref BodyReader reader, int count, bool oneTable)
    {
        var columns = new CqlColumn[count];
        var (keyspace, table) = oneTable ? (reader.ReadString(), reader.ReadString()) : ("", "");
        for (var i = 0; i < count; i++)
        {
            if (!oneTable) (keyspace, table) = (reader.ReadString(), reader.ReadString());
            columns[i] = new CqlColumn(keyspace, table, reader.ReadString(), i, CqlType.Read(ref reader));
        }

        return columns;
    }
}
