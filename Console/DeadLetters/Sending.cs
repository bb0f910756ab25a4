using System.Buffers;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>A letter on its way back in, in an action that was begun.</summary>
/// <param name="Record">The raw record; empty for one that goes back to its topic.</param>
/// <param name="Identity">What the raw store knows the record by.</param>
/// <param name="Fault">Why it can't go.</param>
internal sealed record Sending(long Action, LetterContent Content, ReadOnlyMemory<byte> Record, RawIdentity Identity, string? Fault)
{
    /// <summary>The letter as it is: a record that the sink refused to the topic that the sink reads, any other as a raw record.</summary>
    public static Sending Unchanged(long action, LetterContent content)
    {
        if (content.Letter.IsOfSink) return new Sending(action, content, default, default, null);
        return RawForm.Of(content) is { } record
            ? Of(action, content, RawForm.Unchanged(record, content))
            : new Sending(action, content, default, default, "It is no JSON that could be sent as it is: mend it by hand.");
    }

    /// <summary>The letter with other content.</summary>
    public static Sending Of(long action, LetterContent content, ReadOnlySpan<byte> record)
    {
        var canonical = new ArrayBufferWriter<byte>();
        return RawRecord.TryCanonicalise(record, canonical, out var identity, out var fault)
            ? new Sending(action, content, canonical.WrittenMemory, identity, null)
            : new Sending(action, content, default, default, $"The record {fault.Message}.");
    }

    public Ended Failed(string reason) => new(Action, Done: false, null, reason);
}
