using System.Buffers;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Tests.Unit.Events;

namespace Streaming.Tests.Unit.Console.DeadLetters;

/// <summary>Letters as the index has them.</summary>
internal static class LetterSamples
{
    /// <summary>One that the processor refused, with its raw row.</summary>
    public static LetterContent OfRaw(string payload, params RuleViolation[] rules) => new(
        Letter(Topics.UsersCreated.Name, rules), [], [0, 0, 0, 0, 1, (byte)'{', (byte)'}'], new RawRow(Samples.Id, payload, DateTimeOffset.UnixEpoch), 0, null);

    /// <summary>One of which only the record of the log is left.</summary>
    public static LetterContent OfFlat(ReadOnlySpan<byte> json, params RuleViolation[] rules)
    {
        var value = new ArrayBufferWriter<byte>();
        WireFormat.WritePrefix(value, 1);
        value.Write(json);
        return new LetterContent(Letter(Topics.UsersCreated.Name, rules), [], value.WrittenSpan.ToArray(), null, 0, null);
    }

    public static Letter Letter(string topic, params RuleViolation[] rules) => new(
        7, topic, 1, 40, 12, "run", Samples.Id, 1, DateTimeOffset.UnixEpoch, rules, LetterState.Open, 0);
}
