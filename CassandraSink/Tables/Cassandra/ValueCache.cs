using System.Diagnostics.CodeAnalysis;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>One array for each of a few values that come again and again, as countries do. What comes when it is full gets an array of its own.</summary>
internal sealed class ValueCache
{
    private const int MostValues = 4_096;
    private const int LongestValue = 64;

    private readonly Dictionary<byte[], byte[]> _values = new(ByBytes.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public ValueCache() => _lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();

    public byte[] Get(ReadOnlySpan<byte> value)
    {
        if (value.Length > LongestValue) return value.ToArray();
        if (_lookup.TryGetValue(value, out var known)) return known;
        var copy = value.ToArray();
        if (_values.Count < MostValues) _values.Add(copy, copy);
        return copy;
    }
}

/// <summary>Byte arrays are equal that have the same bytes.</summary>
internal sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly ByBytes Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.AsSpan().SequenceEqual(y));

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode(bytes.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
