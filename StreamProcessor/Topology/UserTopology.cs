using System.Buffers.Text;
using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.StreamProcessor.Topology;

/// <summary>
/// What is done with a record of users_created: decode, drop redeliveries, validate, normalise, count. Pure: the same records under the same state give
/// the same output; time comes in with the record and as a parameter. One row serves all records, so it is one caller at a time.
/// </summary>
internal sealed class UserTopology(SchemaIds schemas)
{
    public const string DecodeRule = "decode";

    private readonly UserRow _row = new();
    private readonly List<RuleViolation> _violations = [];

    public BatchSummary Summary { get; } = new();

    /// <summary>Processes one record; what comes of it is in the writer, in the state and in <see cref="Summary"/>.</summary>
    /// <param name="traceParent">Trace context for the outgoing record; empty to pass the record's own on.</param>
    /// <param name="processedAt">In microseconds.</param>
    public void Process(in Record record, ReadOnlySpan<byte> traceParent, PartitionState state, long processedAt, RecordWriter output)
    {
        Summary.Records++;
        _violations.Clear();
        var headers = new RecordHeaders
        {
            TraceParent = traceParent.IsEmpty ? record.Headers.TraceParent : traceParent,
            RunId = record.Headers.RunId,
            RawSeq = record.Headers.RawSeq,
        };

        var valid = Decode(record.Value) && UserRules.Check(_row, _violations);
        var before = state.Watermark;
        if (TryGetIdentity(_row, out var id, out var ingestedAt) && !state.Seen.TryAdd(id, ingestedAt))
        {
            Summary.Duplicates++;
            return;
        }

        if (!valid)
        {
            Reject(record, headers, state.Partition, processedAt, output);
            return;
        }

        Accept(headers, state.Partition, processedAt, output);
        Count(state, ingestedAt, before);
    }

    /// <summary>Writes the counts that have changed, those of windows that became final by the watermark among them.</summary>
    public void Publish(PartitionState state, RecordWriter output)
    {
        state.Windows.Close(state.Watermark);
        state.Windows.Publish(state.Partition, schemas.Stats, output);
        state.Windows.Expire(state.Watermark);
    }

    /// <summary>The identity of a rejected record, as <see cref="Process"/> found it; false if it has none.</summary>
    public bool TryReadIdentity(ReadOnlySpan<byte> value, out Guid id, out long ingestedAt)
    {
        _violations.Clear();
        (id, ingestedAt) = (default, 0);
        return WireFormat.TryStrip(value, out _, out var json)
            && (UserJson.TryRead(json, _row, _violations) || !IsNotJson())
            && TryGetIdentity(_row, out id, out ingestedAt);
    }

    /// <summary>Reads the value into the row. Where a field is of a wrong type the others are read all the same, and their rules looked at.</summary>
    private bool Decode(ReadOnlySpan<byte> value)
    {
        _row.Clear();
        if (!WireFormat.TryStrip(value, out var schemaId, out var json))
        {
            _violations.Add(new RuleViolation(DecodeRule, "", "the value does not begin with byte 0 and a schema's id"));
            return false;
        }

        if (!schemas.Created.Contains(schemaId))
        {
            _violations.Add(new RuleViolation(DecodeRule, "", $"the schema {schemaId} is not registered"));
            return false;
        }

        if (UserJson.TryRead(json, _row, _violations)) return true;
        if (IsNotJson())
        {
            // Half a value proves nothing, its identity included.
            _row.Clear();
            _violations.RemoveAll(static violation => violation.Rule != RuleViolation.Json);
            _violations[0] = _violations[0] with { Rule = DecodeRule };
            return false;
        }

        CheckOtherFields();
        return false;
    }

    private bool IsNotJson() => _violations.Exists(static violation => violation.Rule == RuleViolation.Json);

    private void CheckOtherFields()
    {
        var ofType = _violations.Count;
        UserRules.Check(_row, _violations);
        for (var i = _violations.Count - 1; i >= ofType; i--)
        {
            var field = _violations[i].Field;
            if (_violations.FindIndex(0, ofType, wrong => wrong.Field == field) >= 0) _violations.RemoveAt(i);
        }
    }

    private void Accept(RecordHeaders headers, int partition, long processedAt, RecordWriter output)
    {
        Summary.Accepted++;
        UserNormaliser.Normalise(_row, processedAt);

        // Not by the key's hash, though it says the same: that a user's partition is one number on both sides is what rebuilding state rests on.
        var value = output.Begin(Topics.UsersProcessed[partition], _row[UserField.Id], headers);
        WireFormat.WritePrefix(value, schemas.Processed);
        UserJson.Write(value, _row, UserForm.Processed);
        output.End();
    }

    private void Count(PartitionState state, long ingestedAt, long watermark)
    {
        switch (state.Windows.Add(ingestedAt, _row[UserField.Nationality], _row[UserField.Gender], watermark))
        {
            case Timeliness.Late: Summary.Late++; break;
            case Timeliness.BeyondHorizon: Summary.BeyondHorizon++; break;
        }
    }

    private void Reject(in Record record, RecordHeaders headers, int partition, long rejectedAt, RecordWriter output)
    {
        Summary.Rejected++;
        foreach (var violation in _violations) Summary.Broken(violation.Rule);

        Span<byte> rawSeq = stackalloc byte[20];
        Utf8Formatter.TryFormat(headers.RawSeq, rawSeq, out var digits);
        var value = output.Begin(Topics.UsersRejected, record.Key.IsEmpty ? rawSeq[..digits] : record.Key, headers);
        WireFormat.WritePrefix(value, schemas.Rejected);
        new RejectedUser(
            headers.RawSeq > 0 ? headers.RawSeq : null,
            Topics.UsersCreated.Name,
            partition,
            record.Offset,
            _violations,
            Attempts: 1,
            rejectedAt,
            record.Value.ToArray()).Write(value);
        output.End();
    }

    private static bool TryGetIdentity(UserRow row, out Guid id, out long ingestedAt)
    {
        ingestedAt = 0;
        return RawRecord.TryParseUuid(Trimmed(row[UserField.Id]), out id) && Timestamps.TryParse(Trimmed(row[UserField.IngestedAt]), out ingestedAt);
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text[Ascii.Trim(text)];
}
