using System.Buffers;
using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>The flat JSON of a user on the log, in its created and its processed form.</summary>
public static class UserJson
{
    private static readonly byte[][] CreatedMembers = Members(UserForm.Created);
    private static readonly byte[][] ProcessedMembers = Members(UserForm.Processed);
    private static readonly int FixedLength = ProcessedMembers.Sum(member => member.Length + "null".Length) + 2;

    /// <summary>Writes the row as one object: <c>id</c> and <c>ingested_at</c> first, then the other fields in their order; what is absent is null.</summary>
    public static void Write(IBufferWriter<byte> output, UserRow row, UserForm form)
    {
        var members = form == UserForm.Created ? CreatedMembers : ProcessedMembers;
        var escaped = JsonText.IndexOfEscaped(row.Bytes) >= 0;
        var values = 0;
        for (var i = 0; i < members.Length; i++) values += row[UserFields.JsonOrder[i]].Length;

        var span = output.GetSpan(FixedLength + (escaped ? values * JsonText.MaxExpansion : values));
        var length = 0;
        for (var i = 0; i < members.Length; i++)
        {
            members[i].CopyTo(span[length..]);
            length += members[i].Length;
            length += WriteValue(row, UserFields.JsonOrder[i], escaped, span[length..]);
        }

        span[length] = (byte)'}';
        output.Advance(length + 1);
    }

    /// <summary>
    /// Reads either flat form; unknown members are skipped, null and missing ones are absent. The row is cleared first.
    /// </summary>
    /// <returns>False when violations were added: a value of a wrong type, or bytes that are not a JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, UserRow row, List<RuleViolation> violations)
    {
        row.Clear();
        var before = violations.Count;
        if (!JsonFault.IsUtf8(json, out var fault))
        {
            violations.Add(new RuleViolation(RuleViolation.Json, "", $"the value {fault.Message}"));
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, JsonFault.Options);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, row, violations);
            else violations.Add(new RuleViolation(RuleViolation.Json, "",
                $"the value {new JsonFault(JsonFault.NotObject, (int)reader.TokenStartIndex).Message}"));
            reader.Read();
        }
        catch (JsonException exception)
        {
            violations.Add(new RuleViolation(RuleViolation.Json, "", $"the value {JsonFault.Of(json, exception).Message}"));
        }

        return violations.Count == before;
    }

    /// <summary>
    /// Reads only <c>id</c> and <c>ingested_at</c>, and no more than the first bytes where <see cref="Write"/> wrote them. False where one of the two is
    /// missing or malformed.
    /// </summary>
    public static bool TryReadIdentity(ReadOnlySpan<byte> json, out Guid id, out long ingestedAtMicros) =>
        UserIdentity.TryRead(json, out id, out ingestedAtMicros);

    private static void ReadMembers(ref Utf8JsonReader reader, UserRow row, List<RuleViolation> violations)
    {
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = TryFind(ref reader, ref next, out var field);
            reader.Read();
            if (!known)
            {
                reader.Skip();
                continue;
            }

            var expected = field.Info().Kind == FieldKind.Text ? JsonTokenType.String : JsonTokenType.Number;
            if (reader.TokenType == expected)
            {
                JsonValues.Set(ref reader, field, row, violations);
            }
            else if (reader.TokenType == JsonTokenType.Null)
            {
                row.Remove(field);
            }
            else
            {
                violations.Add(new RuleViolation(RuleViolation.Type, field.Name(),
                    $"must be {JsonValues.Describe(expected)}, is {JsonValues.Describe(reader.TokenType)}"));
                reader.Skip();
            }
        }
    }

    /// <summary>Looks at the field first that <see cref="Write"/> would write next.</summary>
    private static bool TryFind(ref Utf8JsonReader reader, ref int next, out UserField field)
    {
        var order = UserFields.JsonOrder;
        for (var i = 0; i < order.Length; i++)
        {
            var index = next + i;
            if (index >= order.Length) index -= order.Length;
            if (!reader.ValueTextEquals(order[index].Info().Utf8Name)) continue;
            field = order[index];
            next = index + 1;
            return true;
        }

        field = default;
        return false;
    }

    private static int WriteValue(UserRow row, UserField field, bool escaped, Span<byte> output)
    {
        if (!row.Has(field))
        {
            "null"u8.CopyTo(output);
            return 4;
        }

        var value = row[field];
        if (field.Info().Kind != FieldKind.Text)
        {
            value.CopyTo(output);
            return value.Length;
        }

        output[0] = (byte)'"';
        var length = 1;
        if (escaped) length += JsonText.Escape(value, output[1..]);
        else value.CopyTo(output[1..]);
        if (!escaped) length += value.Length;
        output[length] = (byte)'"';
        return length + 1;
    }

    private static byte[][] Members(UserForm form) =>
    [
        .. UserFields.JsonOrder
            .Take(form == UserForm.Created ? UserFields.CreatedCount : UserFields.Count)
            .Select((field, i) => (byte[])[(byte)(i == 0 ? '{' : ','), .. field.Info().JsonMember]),
    ];
}
