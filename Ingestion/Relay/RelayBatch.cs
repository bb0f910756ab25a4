using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Ingestion.Relay;

/// <summary>The records of one append: raw rows, mapped, in the order of their seq.</summary>
internal sealed class RelayBatch(SchemaIds schemas, string logSystem, TimeProvider time) : IDisposable
{
    private const int KeyLength = 36;

    private readonly UserRow _row = new();
    private readonly List<RuleViolation> _violations = [];
    private readonly BatchSpans _created = BatchSpans.OfPublishing(Telemetry.Source, logSystem, Topics.UsersCreated.Name);
    private readonly BatchSpans _rejected = BatchSpans.OfPublishing(Telemetry.Source, logSystem, Topics.UsersRejected.Name);

    public RecordWriter Records { get; } = new();

    public int Created { get; private set; }

    public int Rejected { get; private set; }

    public long LastSeq { get; private set; }

    /// <summary>The end in the WAL of the last transaction that is in here as a whole; 0 when there is none.</summary>
    public ulong End { get; set; }

    public bool IsEmpty => Records.Count == 0 && End == 0;

    /// <summary>Maps the row to users_created, or to users_rejected where a value is not of the type that the source promises.</summary>
    public void Add(in RawRow raw)
    {
        LastSeq = raw.Seq;
        _violations.Clear();
        if (!RawUser.Map(raw.Payload, _row, _violations))
        {
            Reject(raw);
            return;
        }

        _row.Set(UserField.Id, raw.Id);
        _row.SetTimestamp(UserField.IngestedAt, raw.IngestedAt);
        Span<byte> key = stackalloc byte[KeyLength];
        Utf8Formatter.TryFormat(raw.Id, key, out _);

        var value = Records.Begin(Topics.UsersCreated, key, Headers(raw, _created));
        WireFormat.WritePrefix(value, schemas.Created);
        UserJson.Write(value, _row, UserForm.Created);
        Records.End();
        Created++;
    }

    /// <summary>Says that the records are in the log, or that they are not.</summary>
    public void EndSpans(Exception? failure)
    {
        _created.Stop(Created, failure);
        _rejected.Stop(Rejected, failure);
    }

    public void Clear()
    {
        EndSpans(null);
        Records.Clear();
        (Created, Rejected, End) = (0, 0, 0);
    }

    public void Dispose() => Records.Dispose();

    private void Reject(in RawRow raw)
    {
        var rejected = new RejectedUser(
            raw.Seq, Topic: null, Partition: null, Offset: null, _violations.ToArray(), Attempts: 1, Timestamps.ToMicros(time.GetUtcNow()),
            raw.Payload.ToArray());
        var key = Encoding.ASCII.GetBytes(raw.Seq.ToString(CultureInfo.InvariantCulture));
        var value = Records.Begin(Topics.UsersRejected, key, Headers(raw, _rejected));
        WireFormat.WritePrefix(value, schemas.Rejected);
        rejected.Write(value);
        Records.End();
        Rejected++;
    }

    private static RecordHeaders Headers(in RawRow raw, BatchSpans spans)
    {
        var trace = spans.Start(raw.TraceParent);
        return new RecordHeaders { RawSeq = raw.Seq, RunId = raw.RunId, TraceParent = trace.Length == 0 ? raw.TraceParent : trace };
    }
}

/// <summary>The schemas' ids that go before each value.</summary>
internal sealed record SchemaIds(int Created, int Rejected);
