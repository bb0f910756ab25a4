using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>Reads of flat JSON only what a user event is identified by: the user and the version.</summary>
internal static class UserIdentity
{
    public static bool TryRead(ReadOnlySpan<byte> json, out Guid id, out long ingestedAtMicros)
    {
        var idStart = "{\"id\":\""u8;
        var timeStart = "\",\"ingested_at\":\""u8;
        var timeAt = idStart.Length + 36 + timeStart.Length;
        if (json.Length > timeAt + Timestamps.Length
            && json.StartsWith(idStart)
            && json[(idStart.Length + 36)..].StartsWith(timeStart)
            && json[timeAt + Timestamps.Length] == '"')
            return TryParse(json.Slice(idStart.Length, 36), json.Slice(timeAt, Timestamps.Length), out id, out ingestedAtMicros);

        return TryScan(json, out id, out ingestedAtMicros);
    }

    private static bool TryScan(ReadOnlySpan<byte> json, out Guid id, out long ingestedAtMicros)
    {
        ReadOnlySpan<byte> idText = default, timeText = default;
        try
        {
            var reader = new Utf8JsonReader(json, JsonFault.Options);
            while ((idText.IsEmpty || timeText.IsEmpty) && reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                var (isId, isTime) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("ingested_at"u8));
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) continue;
                if (isId) idText = reader.ValueSpan;
                else if (isTime) timeText = reader.ValueSpan;
            }
        }
        catch (JsonException)
        {
            // Not JSON up to there: what was found decides, which is then not both.
        }

        return TryParse(idText, timeText, out id, out ingestedAtMicros);
    }

    private static bool TryParse(ReadOnlySpan<byte> idText, ReadOnlySpan<byte> timeText, out Guid id, out long ingestedAtMicros) =>
        RawRecord.TryParseUuid(idText, out id) & Timestamps.TryParse(timeText, out ingestedAtMicros);
}
