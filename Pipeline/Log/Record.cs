using System.Buffers.Binary;

namespace Streaming.Pipeline.Log;

/// <summary>One record as a reader sees it: slices of the batch's buffer, valid until the batch is disposed.</summary>
public readonly ref struct Record
{
    public required long Offset { get; init; }
    public required ReadOnlySpan<byte> Key { get; init; }
    public required RecordHeaders Headers { get; init; }
    public required ReadOnlySpan<byte> Value { get; init; }
}

/// <summary>The headers that the pipeline's records carry. An empty span and a sequence of 0 mean that there is none.</summary>
public readonly ref struct RecordHeaders
{
    /// <summary>W3C trace context of the request or fetch that brought the event; only on sampled records.</summary>
    public ReadOnlySpan<byte> TraceParent { get; init; }

    /// <summary>The run or request that brought the event, as text.</summary>
    public ReadOnlySpan<byte> RunId { get; init; }

    /// <summary>The <c>seq</c> of the raw row; rows count from 1.</summary>
    public long RawSeq { get; init; }
}

/// <summary>
/// How a record lies in a batch's buffer, in memory and stored. Little-endian: offset delta (int32), key length (int32),
/// value length (int32), raw_seq (int64), traceparent length (byte), run_id length (byte), then traceparent, run_id, key, value.
/// A batch's first record has the batch's base offset, whatever its delta is, so that a batch can be cut between any two records.
/// </summary>
internal static class RecordLayout
{
    public const int HeaderLength = 22;

    public static int Length(ReadOnlySpan<byte> key, RecordHeaders headers) =>
        HeaderLength + headers.TraceParent.Length + headers.RunId.Length + key.Length;

    /// <summary>Writes all but the value; the value's length is set by <see cref="SetValueLength"/> once it is known.</summary>
    public static void Write(Span<byte> at, int offsetDelta, ReadOnlySpan<byte> key, RecordHeaders headers)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, offsetDelta);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(at[12..], headers.RawSeq);
        at[20] = checked((byte)headers.TraceParent.Length);
        at[21] = checked((byte)headers.RunId.Length);

        at = at[HeaderLength..];
        headers.TraceParent.CopyTo(at);
        headers.RunId.CopyTo(at[headers.TraceParent.Length..]);
        key.CopyTo(at[(headers.TraceParent.Length + headers.RunId.Length)..]);
    }

    public static void SetValueLength(Span<byte> at, int length) => BinaryPrimitives.WriteInt32LittleEndian(at[8..], length);

    public static int OffsetDelta(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt32LittleEndian(data);

    /// <summary>
    /// Reads the record at the start of <paramref name="data"/>, counting its delta from <paramref name="origin"/>; returns the bytes it takes.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> data, long origin, out Record record)
    {
        var keyLength = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
        var valueLength = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
        int traceLength = data[20], runLength = data[21];

        var body = data[HeaderLength..];
        record = new Record
        {
            Offset = origin + OffsetDelta(data),
            Headers = new RecordHeaders
            {
                TraceParent = body[..traceLength],
                RunId = body.Slice(traceLength, runLength),
                RawSeq = BinaryPrimitives.ReadInt64LittleEndian(data[12..]),
            },
            Key = body.Slice(traceLength + runLength, keyLength),
            Value = body.Slice(traceLength + runLength + keyLength, valueLength),
        };
        return HeaderLength + traceLength + runLength + keyLength + valueLength;
    }

    /// <summary>The bytes of the record at the start of <paramref name="data"/>.</summary>
    public static int LengthOf(ReadOnlySpan<byte> data) =>
        HeaderLength + data[20] + data[21] + BinaryPrimitives.ReadInt32LittleEndian(data[4..]) + BinaryPrimitives.ReadInt32LittleEndian(data[8..]);

    /// <summary>The bytes that the first <paramref name="count"/> records take.</summary>
    public static int Skip(ReadOnlySpan<byte> data, int count)
    {
        var bytes = 0;
        for (; count > 0; count--) bytes += LengthOf(data[bytes..]);
        return bytes;
    }

    /// <summary>How many whole records lie in the first <paramref name="limit"/> bytes, but at least one, and the bytes they take.</summary>
    public static (int Count, int Bytes) Cut(ReadOnlySpan<byte> data, int limit)
    {
        int count = 0, bytes = 0;
        while (bytes < data.Length)
        {
            var length = LengthOf(data[bytes..]);
            if (count > 0 && bytes + length > limit) break;
            bytes += length;
            count++;
        }

        return (count, bytes);
    }
}
