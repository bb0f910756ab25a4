using System.Buffers.Binary;

namespace Cassandra;

/// <summary>A partition key, or a component of one, in the form that the server hashes.</summary>
public class RoutingKey
{
    internal RoutingKey(byte[] rawKey)
    {
        RawRoutingKey = rawKey;
    }

    internal byte[] RawRoutingKey { get; }

    /// <summary>One component stands alone; of several each has its length before it and a zero behind.</summary>
    internal static RoutingKey? Compose(ReadOnlySpan<RoutingKey> components)
    {
        if (components.Length == 0) return null;
        if (components.Length == 1) return components[0];
        var length = 0;
        foreach (var component in components) length += component.RawRoutingKey.Length + 3;
        var key = new byte[length];
        var rest = key.AsSpan();
        foreach (var component in components)
        {
            var raw = component.RawRoutingKey;
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)raw.Length);
            raw.CopyTo(rest[2..]);
            rest = rest[(raw.Length + 3)..];
        }

        return new RoutingKey(key);
    }

    internal static RoutingKey? Of(object[] values)
    {
        var components = new RoutingKey[values.Length];
        for (var i = 0; i < values.Length; i++) components[i] = new RoutingKey(ValueWriter.ToArray(values[i]));
        return Compose(components);
    }

    /// <returns>Null when a component is not known.</returns>
    internal static RoutingKey? Of(object?[] values, int[] indexes)
    {
        if (indexes.Length == 0) return null;
        var components = new RoutingKey[indexes.Length];
        for (var i = 0; i < indexes.Length; i++)
        {
            if (indexes[i] >= values.Length || values[indexes[i]] is not { } value || value is Unset) return null;
            components[i] = new RoutingKey(value as byte[] ?? ValueWriter.ToArray(value));
        }

        return Compose(components);
    }
}
