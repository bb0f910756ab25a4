using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Streaming.Pipeline.Buffers;
using Streaming.Pipeline.Events;

namespace Streaming.Ingestion.RawStore;

/// <summary>Events of one request or page that are stored together, in canonical form in one pooled buffer. Not thread-safe.</summary>
internal sealed class RawBatch(RawOrigin origin) : IDisposable
{
    private readonly List<RawEvent> _events = [];
    private readonly PooledBuffer _payloads = new();

    public RawOrigin Origin => origin;

    /// <summary>The page of a run that these events are; its progress is stored with them.</summary>
    public RunPage? Page { get; set; }

    /// <summary>The trace context that the first row of these events hands on; empty when there is none.</summary>
    public byte[] Trace { get; set; } = [];

    public int Count => _events.Count;

    public int Bytes => _payloads.Length;

    public ReadOnlySpan<RawEvent> Events => CollectionsMarshal.AsSpan(_events);

    public ReadOnlySpan<byte> Payload(int index) => _payloads.Span.Slice(_events[index].Start, _events[index].Length);

    /// <summary>Adds an event.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="endsEarly">Whether it is the beginning of JSON, cut off.</param>
    public bool TryAdd(ReadOnlySpan<byte> json, out string fault, out bool endsEarly)
    {
        var start = Bytes;
        if (RawRecord.TryCanonicalise(json, _payloads, out var identity, out var jsonFault))
        {
            _events.Add(new RawEvent(identity, start, Bytes - start));
            (fault, endsEarly) = ("", false);
            return true;
        }

        fault = jsonFault.Message;
        endsEarly = jsonFault.Offset >= json.Length;
        return false;
    }

    public void Dispose() => _payloads.Dispose();
}

/// <summary>One event of a batch: where its canonical form lies, and what makes it the same as another.</summary>
internal readonly record struct RawEvent(RawIdentity Identity, int Start, int Length);

/// <summary>Where events come from.</summary>
/// <param name="Source">The source's name; <c>push</c> for requests that name none.</param>
/// <param name="RunId">The run or request.</param>
/// <param name="Trace">The span of the request or fetch, where it is sampled.</param>
internal sealed record RawOrigin(string Source, string RunId, ActivityContext Trace = default)
{
    public byte[] Utf8Source { get; } = Encoding.UTF8.GetBytes(Source);

    public byte[] Utf8RunId { get; } = Encoding.UTF8.GetBytes(RunId);
}

/// <summary>A page of a run.</summary>
/// <param name="Attempt">The attempt that fetched it; once a later one has begun, its pages are refused.</param>
/// <param name="Number">From 1.</param>
/// <param name="Fetched">Elements the page had.</param>
/// <param name="Rejected">Those of them that are no events.</param>
internal sealed record RunPage(string RunId, int Attempt, int Number, int Fetched, int Rejected);

/// <summary>What became of a batch.</summary>
internal readonly record struct RawResult(int Accepted, int Duplicates)
{
    public static RawResult operator +(RawResult a, RawResult b) => new(a.Accepted + b.Accepted, a.Duplicates + b.Duplicates);
}
