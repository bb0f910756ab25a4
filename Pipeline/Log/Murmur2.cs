using System.Buffers.Binary;

namespace Streaming.Pipeline.Log;

/// <summary>The 32-bit murmur2 hash with the seed of Kafka's Java client, so that every producer of a topic agrees on a key's partition.</summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint M = 0x5bd1e995;

    public static int Hash(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * M;
            k = (k ^ (k >> 24)) * M;
            hash = (hash * M) ^ k;
            data = data[4..];
        }

        if (data.Length > 2) hash ^= (uint)data[2] << 16;
        if (data.Length > 1) hash ^= (uint)data[1] << 8;
        if (data.Length > 0) hash = (hash ^ data[0]) * M;

        hash = (hash ^ (hash >> 13)) * M;
        return (int)(hash ^ (hash >> 15));
    }
}
