using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>Maps a raw record, one element of the source's <c>results</c> in any of its versions 1.1 to 1.4, to the created form.</summary>
public static class RawUser
{
    /// <summary>
    /// Fills the row but for <c>id</c> and <c>ingested_at</c>, which the caller sets: they are the raw row's. Values are as the source has them; what is
    /// null or missing is absent, members that no field is read from are skipped. The address is one line: house number and street (the street as it is
    /// where it is one string), city, state, country, joined by commas, without those that are missing.
    /// </summary>
    /// <returns>False when violations were added: a value of a wrong type, a <c>login.uuid</c> that is none, or a payload that is not a JSON object.</returns>
    public static bool Map(ReadOnlySpan<byte> payload, UserRow row, List<RuleViolation> violations)
    {
        row.Clear();
        var before = violations.Count;
        if (!JsonFault.IsUtf8(payload, out var fault))
        {
            violations.Add(new RuleViolation(RuleViolation.Json, "", $"the record {fault.Message}"));
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(payload, JsonFault.Options);
            reader.Read();
            Read(ref reader, RawShape.Record, row, violations);
            reader.Read();
            JoinAddress(row);
        }
        catch (JsonException exception)
        {
            violations.Add(new RuleViolation(RuleViolation.Json, "", $"the record {JsonFault.Of(payload, exception).Message}"));
        }

        return violations.Count == before;
    }

    private static void Read(ref Utf8JsonReader reader, RawShape shape, UserRow row, List<RuleViolation> violations)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when shape.Takes(RawKinds.Object):
                ReadMembers(ref reader, shape.Members, row, violations);
                break;
            case JsonTokenType.String when shape.Takes(RawKinds.Text):
            case JsonTokenType.Number when shape.Takes(RawKinds.Number | RawKinds.NumberOrItsText):
                JsonValues.Set(ref reader, shape.Field!.Value, row, violations);
                break;
            case JsonTokenType.String when shape.Takes(RawKinds.NumberOrItsText) && JsonValues.IsNumber(reader.ValueSpan):
                row.Set(shape.Field!.Value, reader.ValueSpan);
                break;
            case JsonTokenType.String when shape.Takes(RawKinds.Uuid):
                if (!RawRecord.TryParseUuid(reader.ValueSpan, out _))
                    violations.Add(new RuleViolation(UserRules.IdUuid, shape.ViolationField, $"{shape.Path} is not a UUID"));
                break;
            case JsonTokenType.Null when shape != RawShape.Record:
                if (shape.Field is { } field) row.Remove(field);
                break;
            default:
                AddTypeViolation(ref reader, shape, violations);
                break;
        }
    }

    private static void ReadMembers(ref Utf8JsonReader reader, RawShape[] members, UserRow row, List<RuleViolation> violations)
    {
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader, members, next);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            Read(ref reader, members[index], row, violations);
            next = index + 1;
        }
    }

    /// <summary>Starts where the last member was found, since the source keeps an order.</summary>
    private static int Find(ref Utf8JsonReader reader, RawShape[] members, int start)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var index = start + i;
            if (index >= members.Length) index -= members.Length;
            if (reader.ValueTextEquals(members[index].Name)) return index;
        }

        return -1;
    }

    private static void AddTypeViolation(ref Utf8JsonReader reader, RawShape shape, List<RuleViolation> violations)
    {
        var what = shape == RawShape.Record ? "the record" : shape.Path;
        violations.Add(new RuleViolation(RuleViolation.Type, shape.ViolationField,
            $"{what} must be {shape.Expected}, is {JsonValues.Describe(reader.TokenType)}"));
        reader.Skip();
    }

    private static void JoinAddress(UserRow row)
    {
        ReadOnlySpan<UserField> parts = [RawShape.StreetNumber, RawShape.StreetName, UserField.City, UserField.State, UserField.Country];
        var size = 0;
        foreach (var part in parts) size += row[part].Length + 2;

        var output = row.Reserve(size);
        var length = 0;
        foreach (var part in parts)
        {
            var value = row[part];
            if (value.IsEmpty) continue;
            if (length > 0)
            {
                var separator = part == RawShape.StreetName ? " "u8 : ", "u8;
                separator.CopyTo(output[length..]);
                length += separator.Length;
            }

            value.CopyTo(output[length..]);
            length += value.Length;
        }

        if (length > 0) row.Commit(UserField.Address, length);
    }
}
