using System.Buffers.Binary;
using System.Text;

namespace Streaming.Ingestion.Relay;

/// <summary>A row of raw_users as the replication stream has it: slices of the message.</summary>
internal readonly ref struct RawRow
{
    public required long Seq { get; init; }
    public required Guid Id { get; init; }
    public required ReadOnlySpan<byte> RunId { get; init; }
    public required ReadOnlySpan<byte> TraceParent { get; init; }
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    public required long IngestedAt { get; init; }
}

/// <summary>
/// Reads messages of the pgoutput plugin, version 1, binary: https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html. Done here
/// because Npgsql's own objects and async calls for each column cost more than all the rest of the relay.
/// </summary>
internal sealed class PgOutputReader
{
    public const byte Begin = (byte)'B', Commit = (byte)'C', Relation = (byte)'R', Insert = (byte)'I';

    // PostgreSQL counts from the year 2000.
    private const long EpochMicros = 946_684_800_000_000;

    private static readonly string[] Needed = ["seq", "id", "run_id", "traceparent", "payload", "ingested_at"];

    private readonly int[] _columns = new int[Needed.Length];

    /// <summary>The end of a transaction in the WAL, out of its commit message.</summary>
    public static ulong EndOf(ReadOnlySpan<byte> commit) => BinaryPrimitives.ReadUInt64BigEndian(commit[10..]);

    /// <summary>Remembers where the columns are; comes before the first row, and whenever the table has changed.</summary>
    public void ReadRelation(ReadOnlySpan<byte> message)
    {
        message = message[5..];
        Text(ref message);
        Text(ref message);
        var count = BinaryPrimitives.ReadInt16BigEndian(message[1..]);
        message = message[3..];

        Array.Fill(_columns, -1);
        for (var column = 0; column < count; column++)
        {
            message = message[1..];
            var index = Array.IndexOf(Needed, Text(ref message));
            if (index >= 0) _columns[index] = column;
            message = message[8..];
        }

        var missing = Array.IndexOf(_columns, -1);
        if (missing >= 0) throw new InvalidDataException($"The publication has no column {Needed[missing]}. Run Ingestion with the argument setup.");
    }

    public RawRow ReadInsert(ReadOnlySpan<byte> message)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(message[6..]);
        Span<(int Start, int Length)> values = stackalloc (int, int)[count];
        var at = 8;
        for (var i = 0; i < count; i++)
        {
            var isNull = message[at++] != (byte)'b';
            var length = isNull ? 0 : BinaryPrimitives.ReadInt32BigEndian(message[at..]);
            at += isNull ? 0 : 4;
            values[i] = (at, length);
            at += length;
        }

        return new RawRow
        {
            Seq = BinaryPrimitives.ReadInt64BigEndian(Value(message, values, 0)),
            Id = new Guid(Value(message, values, 1), bigEndian: true),
            RunId = Value(message, values, 2),
            TraceParent = Value(message, values, 3),
            Payload = Value(message, values, 4),
            IngestedAt = BinaryPrimitives.ReadInt64BigEndian(Value(message, values, 5)) + EpochMicros,
        };
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message, scoped ReadOnlySpan<(int Start, int Length)> values, int needed)
    {
        var (start, length) = values[_columns[needed]];
        return message.Slice(start, length);
    }

    private static string Text(ref ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(message[..end]);
        message = message[(end + 1)..];
        return text;
    }
}
