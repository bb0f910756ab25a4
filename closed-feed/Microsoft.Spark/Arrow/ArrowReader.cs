using System.Buffers.Binary;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark.Arrow;

/// <summary>Rows out of Arrow's IPC stream format: messages of metadata and a body, https://arrow.apache.org/docs/format/Columnar.html.</summary>
internal static class ArrowReader
{
    private const int HeaderSize = 8;

    private enum MessageKind
    {
        Schema = 1,
        RecordBatch = 3,
    }

    /// <summary>Adds the rows of a whole stream.</summary>
    /// <exception cref="NotSupportedException">A column is of a type that is not read here.</exception>
    public static void Read(ReadOnlyMemory<byte> stream, List<Row> rows)
    {
        var rest = stream.Span;
        ArrowField[] fields = [];
        while (rest.Length >= HeaderSize && BinaryPrimitives.ReadInt32LittleEndian(rest[4..]) is var size and > 0)
        {
            var message = FlatTable.Root(rest.Slice(HeaderSize, size));
            var body = rest.Slice(HeaderSize + size, checked((int)message.Long(3)));
            switch ((MessageKind)message.Byte(1))
            {
                case MessageKind.Schema: fields = ArrowField.ReadSchema(message.Table(2)); break;
                case MessageKind.RecordBatch: ReadBatch(fields, message.Table(2), body, rows); break;
                default: throw new NotSupportedException($"An Arrow message of kind {message.Byte(1)} is none that Spark sends.");
            }

            rest = rest[(HeaderSize + size + body.Length)..];
        }
    }

    private static void ReadBatch(ArrowField[] fields, FlatTable message, ReadOnlySpan<byte> body, List<Row> rows)
    {
        const int Compression = 3;
        if (message.Has(Compression)) throw new NotSupportedException("A compressed Arrow batch is none that Spark sends.");
        var batch = new ArrowBatch(message, body);
        var columns = new object?[fields.Length][];
        for (var i = 0; i < fields.Length; i++) columns[i] = batch.ReadColumn(fields[i]);
        for (var row = 0L; row < message.Long(0); row++) rows.Add(new Row(Array.ConvertAll(columns, column => column[row])));
    }
}
