using System.Buffers;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>What would become of a record that is pushed: it goes through the very code of the raw store, the relay and the stream processor.</summary>
/// <param name="Violations">Why it would be refused; empty when it would be stored.</param>
/// <param name="Identity">What the raw store would know it by; null when it would not take it.</param>
/// <param name="Stored">The processed form that the tables would get; empty when it would be refused.</param>
internal sealed record DryRun(IReadOnlyList<RuleViolation> Violations, RawIdentity? Identity, ReadOnlyMemory<byte> Stored)
{
    /// <param name="json">The record as it would be pushed.</param>
    /// <param name="now">Its <c>ingested_at</c>, to the rules the present.</param>
    public static DryRun Of(ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        var raw = new ArrayBufferWriter<byte>();
        if (!RawRecord.TryCanonicalise(json, raw, out var identity, out var fault))
            return new DryRun([new RuleViolation(RuleViolation.Json, "", $"the record {fault.Message}")], null, default);

        var row = new UserRow();
        var violations = new List<RuleViolation>();
        if (!RawUser.Map(raw.WrittenSpan, row, violations)) return new DryRun(violations, identity, default);

        row.Set(UserField.Id, identity.Id);
        row.SetTimestamp(UserField.IngestedAt, Timestamps.ToMicros(now));
        if (!UserRules.Check(row, violations)) return new DryRun(violations, identity, default);

        UserNormaliser.Normalise(row, Timestamps.ToMicros(now));
        var stored = new ArrayBufferWriter<byte>();
        UserJson.Write(stored, row, UserForm.Processed);
        return new DryRun([], identity, stored.WrittenMemory);
    }
}
