using System.Buffers.Binary;
using System.Numerics;

namespace Cassandra;

/// <summary>
/// The token of a partition key under Murmur3Partitioner: the first half of MurmurHash3 x64 128, except that the server takes the last bytes as signed.
/// </summary>
internal static class Murmur3
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    public static long Token(ReadOnlySpan<byte> key)
    {
        ulong h1 = 0, h2 = 0;
        var rest = key;
        for (; rest.Length >= 16; rest = rest[16..])
        {
            h1 ^= Mix1(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= Mix2(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        }

        if (rest.Length > 8) h2 ^= Mix2(Tail(rest[8..]));
        if (rest.Length > 0) h1 ^= Mix1(Tail(rest[..Math.Min(8, rest.Length)]));

        h1 ^= (ulong)key.Length;
        h2 ^= (ulong)key.Length;
        h1 += h2;
        h2 += h1;
        var token = (long)(Finish(h1) + Finish(h2));
        return token == long.MinValue ? long.MaxValue : token;
    }

    private static ulong Mix1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong Mix2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        long k = 0;
        for (var i = 0; i < bytes.Length; i++) k ^= (long)(sbyte)bytes[i] << (8 * i);
        return (ulong)k;
    }

    private static ulong Finish(ulong h)
    {
        h = (h ^ (h >> 33)) * 0xff51afd7ed558ccd;
        h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53;
        return h ^ (h >> 33);
    }
}
