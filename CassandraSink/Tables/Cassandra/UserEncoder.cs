using System.Buffers.Binary;
using System.Buffers.Text;
using Cassandra;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Encodes users as values of created_users in CQL's wire form, which the driver takes for a column of any type. A field that is absent is left unset: it
/// makes no tombstone, and the column keeps the value of an older version.
/// </summary>
internal sealed class UserEncoder
{
    /// <summary>Behind the fields comes the timestamp.</summary>
    private const int TimestampAt = UserFields.Count;

    /// <summary>What a column takes on the server besides its value: timestamp, time to live, and time of deletion.</summary>
    private const int CellOverhead = 20;

    /// <summary>A partition key has its length in two bytes.</summary>
    private const int LongestKey = ushort.MaxValue;

    private readonly ValueCache _few = new();
    private readonly Stack<object?[]> _free = [];

    public bool TryEncode(int record, UserRow user, out UserVersion version, out RuleViolation violation)
    {
        version = default;
        violation = default;
        var values = _free.TryPop(out var used) ? used : new object?[UserFields.Count + 1];
        var draft = new Draft();
        for (var i = 0; i < UserFields.Count; i++)
        {
            var field = (UserField)i;
            values[i] = Unset.Value;
            if (!user.Has(field) && field is not (UserField.Id or UserField.IngestedAt)) continue;
            if (Encode(field, user[field], ref draft) is not { } value)
            {
                violation = new RuleViolation(RuleViolation.Type, field.Name(), $"is no value of a column of type {Schema.TypeOf(field)}");
                _free.Push(values);
                return false;
            }

            values[i] = value;
            draft.Bytes += value.Length + CellOverhead;
        }

        values[TimestampAt] = BigEndian(draft.IngestedAt);
        version = new UserVersion(record, draft.Id, draft.IngestedAt, values, values[(int)UserField.Country] as byte[], draft.RegisteredAt, draft.Bytes);
        return true;
    }

    /// <summary>One array for a value that many users have.</summary>
    public byte[] Shared(ReadOnlySpan<byte> value) => _few.Get(value);

    /// <summary>Gives the values back, which no request needs any more.</summary>
    public void Return(List<UserVersion> versions)
    {
        foreach (var version in versions) _free.Push(version.Values);
    }

    public static byte[] BigEndian(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    /// <returns>Null where the text is no such value.</returns>
    private byte[]? Encode(UserField field, ReadOnlySpan<byte> value, ref Draft draft)
    {
        switch (field)
        {
            case UserField.Id:
                return Utf8Parser.TryParse(value, out draft.Id, out var read, 'D') && read == value.Length ? draft.Id.ToByteArray(bigEndian: true) : null;

            case UserField.IngestedAt:
                return Timestamps.TryParse(value, out draft.IngestedAt) ? BigEndian(Millis(draft.IngestedAt)) : null;

            case UserField.RegisteredDate:
                if (!Timestamps.TryParse(value, out var registered)) return null;
                draft.RegisteredAt = Millis(registered);
                return BigEndian(Millis(registered));

            case UserField.DateOfBirth or UserField.ProcessedAt:
                return Timestamps.TryParse(value, out var time) ? BigEndian(Millis(time)) : null;

            case UserField.Latitude or UserField.Longitude:
                return Utf8Parser.TryParse(value, out double number, out read) && read == value.Length
                    ? BigEndian(BitConverter.DoubleToInt64Bits(number)) : null;

            case UserField.Age:
                return Utf8Parser.TryParse(value, out int integer, out read) && read == value.Length ? BigEndian(integer) : null;

            case UserField.Gender or UserField.Nationality or UserField.State:
                return _few.Get(value);

            case UserField.Country:
                return value.Length <= LongestKey ? _few.Get(value) : null;

            default:
                return value.ToArray();
        }
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>CQL's timestamps are of milliseconds; what is below is cut, also before 1970.</summary>
    private static long Millis(long micros) => (micros - (((micros % 1000) + 1000) % 1000)) / 1000;

    private struct Draft
    {
        public Guid Id;
        public long IngestedAt;
        public long? RegisteredAt;
        public int Bytes;
    }
}
