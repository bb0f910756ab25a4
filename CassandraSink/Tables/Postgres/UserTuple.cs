using System.Buffers.Text;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>A user as a row of created_users: the columns are the fields, in their order.</summary>
internal static class UserTuple
{
    /// <summary>Microseconds from 1970, where ours count from, to 2000, where PostgreSQL's do.</summary>
    private const long PostgresEpoch = 946_684_800_000_000;

    /// <summary>Appends the row. What was appended is dropped again when it returns false.</summary>
    public static bool TryWrite(TupleBuffer buffer, UserRow user, int record, out UserVersion version, out RuleViolation violation)
    {
        var start = buffer.Length;
        version = default;
        violation = default;

        buffer.StartRow((short)UserFields.Count);
        for (var i = 0; i < UserFields.Count; i++)
        {
            var field = (UserField)i;
            if (!user.Has(field) && !UserVersion.IsPartOfKey(field))
            {
                buffer.WriteNull();
                continue;
            }

            if (TryWriteValue(buffer, field, user[field], ref version))
            {
                version.Fields |= 1u << i;
                continue;
            }

            buffer.Truncate(start);
            violation = new RuleViolation(RuleViolation.Type, field.Name(), $"is no value of a column of type {Columns.TypeOf(field)}");
            return false;
        }

        version.Record = record;
        version.Start = start;
        version.Length = buffer.Length - start;
        return true;
    }

    private static bool TryWriteValue(TupleBuffer buffer, UserField field, ReadOnlySpan<byte> value, ref UserVersion version)
    {
        switch (field)
        {
            case UserField.Id:
                if (!Utf8Parser.TryParse(value, out Guid id, out var read, 'D') || read != value.Length) return false;
                version.Id = id;
                buffer.Write(id);
                return true;

            case UserField.IngestedAt:
                if (!Timestamps.TryParse(value, out var ingestedAt)) return false;
                version.IngestedAt = ingestedAt;
                buffer.Write(ingestedAt - PostgresEpoch);
                return true;

            case UserField.DateOfBirth or UserField.RegisteredDate or UserField.ProcessedAt:
                if (!Timestamps.TryParse(value, out var time)) return false;
                buffer.Write(time - PostgresEpoch);
                return true;

            case UserField.Latitude or UserField.Longitude:
                if (!Utf8Parser.TryParse(value, out double number, out read) || read != value.Length) return false;
                buffer.Write(number);
                return true;

            case UserField.Age:
                if (!Utf8Parser.TryParse(value, out int integer, out read) || read != value.Length) return false;
                buffer.Write(integer);
                return true;

            default:
                buffer.Write(value);
                return true;
        }
    }

    /// <summary>A timestamptz column read as a number, in our microseconds.</summary>
    public static long FromPostgres(long micros) => micros + PostgresEpoch;
}
