using System.Buffers.Binary;
using System.Collections;
using System.Net;

namespace Cassandra;

/// <summary>Writes a value, with its length before it, as its CLR type says; that it fits its column was seen when it was bound.</summary>
internal static class ValueWriter
{
    public const int Null = -1;
    public const int Unset = -2;

    public static void Write(WriteBuffer buffer, object? value)
    {
        switch (value)
        {
            case byte[] bytes: buffer.WriteBytes(bytes); break;
            case string text: buffer.WriteLongString(text); break;
            case null: buffer.WriteInt(Null); break;
            case Cassandra.Unset: buffer.WriteInt(Unset); break;
            case long number: BinaryPrimitives.WriteInt64BigEndian(Sized(buffer, 8), number); break;
            case int number: BinaryPrimitives.WriteInt32BigEndian(Sized(buffer, 4), number); break;
            case Guid id: id.TryWriteBytes(Sized(buffer, 16), bigEndian: true, out _); break;
            case DateTimeOffset time: BinaryPrimitives.WriteInt64BigEndian(Sized(buffer, 8), time.ToUnixTimeMilliseconds()); break;
            case DateTime time: BinaryPrimitives.WriteInt64BigEndian(Sized(buffer, 8), Utc(time).ToUnixTimeMilliseconds()); break;
            case bool flag: Sized(buffer, 1)[0] = flag ? (byte)1 : (byte)0; break;
            case double number: BinaryPrimitives.WriteDoubleBigEndian(Sized(buffer, 8), number); break;
            case float number: BinaryPrimitives.WriteSingleBigEndian(Sized(buffer, 4), number); break;
            case short number: BinaryPrimitives.WriteInt16BigEndian(Sized(buffer, 2), number); break;
            case sbyte number: Sized(buffer, 1)[0] = (byte)number; break;
            case LocalDate date: BinaryPrimitives.WriteUInt32BigEndian(Sized(buffer, 4), date.DaysSinceEpochCentered); break;
            case IPAddress address: buffer.WriteBytes(address.GetAddressBytes()); break;
            case IDictionary map: WriteMap(buffer, map); break;
            case IEnumerable list: WriteList(buffer, list); break;
            default: throw ValueTypes.Unknown(value);
        }
    }

    /// <summary>The value alone, without its length.</summary>
    public static byte[] ToArray(object value)
    {
        var buffer = new WriteBuffer(capacity: 64);
        Write(buffer, value);
        return buffer.Written[4..].ToArray();
    }

    private static Span<byte> Sized(WriteBuffer buffer, int length)
    {
        var span = buffer.Reserve(length + 4);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        return span[4..];
    }

    /// <summary>A time without a zone counts as UTC.</summary>
    private static DateTimeOffset Utc(DateTime time) =>
        new(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static void WriteList(WriteBuffer buffer, IEnumerable list)
    {
        var start = BeginCollection(buffer);
        var count = 0;
        foreach (var element in list)
        {
            Write(buffer, element);
            count++;
        }

        EndCollection(buffer, start, count);
    }

    private static void WriteMap(WriteBuffer buffer, IDictionary map)
    {
        var start = BeginCollection(buffer);
        foreach (DictionaryEntry entry in map)
        {
            Write(buffer, entry.Key);
            Write(buffer, entry.Value);
        }

        EndCollection(buffer, start, map.Count);
    }

    private static int BeginCollection(WriteBuffer buffer)
    {
        var start = buffer.Length;
        buffer.WriteLong(0);
        return start;
    }

    private static void EndCollection(WriteBuffer buffer, int start, int count)
    {
        buffer.PatchInt(start, buffer.Length - start - 4);
        buffer.PatchInt(start + 4, count);
    }
}
