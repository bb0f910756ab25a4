using System.Text.Json;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.DeadLetters;

/// <summary>Decodes users_rejected. What is no dead letter there is one itself, so that it is seen and holds nothing up.</summary>
internal static class LetterReader
{
    public const string UnreadableRule = "unreadable";

    public static RejectedUser Read(in Record record, DateTimeOffset appendedAt)
    {
        if (!WireFormat.TryStrip(record.Value, out _, out var json))
            return Unreadable(record, appendedAt, "the value does not begin with byte 0 and a schema's id");
        try
        {
            return RejectedUser.Read(json);
        }
        catch (JsonException)
        {
            // The exception's own message may quote the value.
            return Unreadable(record, appendedAt, "the value is not what the schema of users_rejected says");
        }
    }

    private static RejectedUser Unreadable(in Record record, DateTimeOffset appendedAt, string message) => new(
        record.Headers.RawSeq > 0 ? record.Headers.RawSeq : null, Topics.UsersRejected.Name, 0, record.Offset,
        [new RuleViolation(UnreadableRule, "", message)], Attempts: 1, Timestamps.ToMicros(appendedAt), record.Value.ToArray());
}
