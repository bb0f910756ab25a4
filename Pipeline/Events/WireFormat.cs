using System.Buffers;
using System.Buffers.Binary;

namespace Streaming.Pipeline.Events;

/// <summary>
/// How a value lies on the log: byte 0, the schema's id (4 bytes, big-endian), then UTF-8 JSON.
/// See https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format.
/// </summary>
public static class WireFormat
{
    public const int PrefixLength = 5;

    public static void WritePrefix(IBufferWriter<byte> output, int schemaId)
    {
        var prefix = output.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], schemaId);
        output.Advance(PrefixLength);
    }

    /// <summary>Takes the prefix off; false when there is none.</summary>
    public static bool TryStrip(ReadOnlySpan<byte> value, out int schemaId, out ReadOnlySpan<byte> json)
    {
        if (value.Length < PrefixLength || value[0] != 0)
        {
            schemaId = 0;
            json = default;
            return false;
        }

        schemaId = BinaryPrimitives.ReadInt32BigEndian(value[1..]);
        json = value[PrefixLength..];
        return true;
    }
}
