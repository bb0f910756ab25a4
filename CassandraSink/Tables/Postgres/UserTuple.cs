using System.Buffers.Text;
using Streaming.Pipeline.Copy;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>A user as a row of created_users: the columns are the fields, in their order.</summary>
internal static class UserTuple
{
    /// <summary>Appends the row. What was appended is dropped again when it returns false.</summary>
    public static bool TryWrite(PostgresCopyWriter rows, UserRow user, int record, out UserVersion version, out RuleViolation violation)
    {
        var start = rows.Bytes;
        version = default;
        violation = default;

        rows.StartRow((short)UserFields.Count);
        for (var i = 0; i < UserFields.Count; i++)
        {
            var field = (UserField)i;
            if (!user.Has(field) && !UserVersion.IsPartOfKey(field))
            {
                rows.WriteNull();
                continue;
            }

            if (TryWriteValue(rows, field, user[field], ref version))
            {
                version.Fields |= 1u << i;
                continue;
            }

            rows.AbandonRow();
            violation = new RuleViolation(RuleViolation.Type, field.Name(), $"is no value of a column of type {Columns.TypeOf(field)}");
            return false;
        }

        version.Record = record;
        version.Start = start;
        version.Length = rows.Bytes - start;
        return true;
    }

    private static bool TryWriteValue(PostgresCopyWriter rows, UserField field, ReadOnlySpan<byte> value, ref UserVersion version)
    {
        switch (field)
        {
            case UserField.Id:
                if (!Utf8Parser.TryParse(value, out Guid id, out var read, 'D') || read != value.Length) return false;
                version.Id = id;
                rows.WriteUuid(id);
                return true;

            case UserField.IngestedAt:
                if (!Timestamps.TryParse(value, out var ingestedAt)) return false;
                version.IngestedAt = ingestedAt;
                rows.WriteTimestamp(ingestedAt);
                return true;

            case UserField.DateOfBirth or UserField.RegisteredDate or UserField.ProcessedAt:
                if (!Timestamps.TryParse(value, out var time)) return false;
                rows.WriteTimestamp(time);
                return true;

            case UserField.Latitude or UserField.Longitude:
                if (!Utf8Parser.TryParse(value, out double number, out read) || read != value.Length) return false;
                rows.WriteDouble(number);
                return true;

            case UserField.Age:
                if (!Utf8Parser.TryParse(value, out int integer, out read) || read != value.Length) return false;
                rows.WriteInt32(integer);
                return true;

            default:
                rows.Write(value);
                return true;
        }
    }

    /// <summary>A timestamptz column read as a number, in our microseconds.</summary>
    public static long FromPostgres(long micros) => micros + PostgresCopyWriter.MicrosFrom1970To2000;
}
