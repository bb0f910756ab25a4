using System.Buffers.Text;
using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Where the key and the value of the record that is being consumed lie, until they are copied to their batch. As deserializers they see librdkafka's own
/// memory, so no array is made of them; what the client calls key and value are their lengths.
/// </summary>
internal sealed class RecordScratch
{
    private const int KeptBytes = 1024 * 1024;

    private readonly Part _key = new();
    private readonly Part _value = new();

    public IDeserializer<int> Key => _key;

    public IDeserializer<int> Value => _value;

    public ReadOnlySpan<byte> KeyBytes => _key.Bytes;

    public ReadOnlySpan<byte> ValueBytes => _value.Bytes;

    private sealed class Part : IDeserializer<int>
    {
        private byte[] _bytes = new byte[1024];
        private int _length;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            if (data.Length > _bytes.Length || (_bytes.Length > KeptBytes && data.Length < KeptBytes)) _bytes = new byte[Math.Max(1024, data.Length * 2L)];
            data.CopyTo(_bytes);
            return _length = data.Length;
        }
    }
}

/// <summary>The record headers by their names on Kafka. The raw seq is decimal text, so that any tool shows it.</summary>
internal static class HeaderNames
{
    public const string TraceParent = "traceparent";
    public const string RunId = "run_id";
    public const string RawSeq = "raw_seq";

    /// <summary>What of a record's headers is the pipeline's; unknown ones and values that cannot be ours are left out.</summary>
    public static RecordHeaders Read(Headers? headers)
    {
        if (headers is null) return default;
        ReadOnlySpan<byte> trace = default, run = default;
        long seq = 0;
        for (var i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            if (header.GetValueBytes() is not { Length: <= byte.MaxValue } value) continue;
            if (header.Key == RawSeq) seq = Utf8Parser.TryParse(value, out long parsed, out var used) && used == value.Length ? parsed : 0;
            else if (header.Key == RunId) run = value;
            else if (header.Key == TraceParent) trace = value;
        }

        return new RecordHeaders { TraceParent = trace, RunId = run, RawSeq = seq };
    }
}
