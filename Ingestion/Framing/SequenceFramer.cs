using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Framing;

/// <summary>
/// JSON objects one after the other. Mostly each is a line (NDJSON), so a line is tried first and a bad one costs no more than itself; an object may
/// also go over several lines, or share one with others.
/// </summary>
internal sealed class SequenceFramer(int maxEventBytes) : EventFramer(maxEventBytes)
{
    private long _line = 1;
    private Skip _skip;

    private enum Skip
    {
        Nothing,
        RestOfLine,

        /// <summary>
        /// After an object over several lines broke: up to a line that starts with an object, so that no part of the broken
        /// one is taken for an event.
        /// </summary>
        ToObject,
    }

    public override string Unit => "line";

    public override FrameStep Next(ReadOnlySpan<byte> data, bool final, RawBatch batch, out int consumed, out EventFault fault)
    {
        fault = default;
        consumed = SkipLines(data);
        if (_skip == Skip.Nothing) consumed += Count(data.Slice(consumed, WhitespaceLength(data[consumed..])));

        var rest = data[consumed..];
        if (rest.IsEmpty || _skip != Skip.Nothing) return final ? FrameStep.End : FrameStep.NeedMore;

        var newLine = rest.IndexOf((byte)'\n');
        if (newLine < 0 && !final && rest.Length <= MaxEventBytes) return FrameStep.NeedMore;

        var line = newLine < 0 ? rest : rest[..newLine];
        if (line.Length > MaxEventBytes) return Refuse(TooLarge, Skip.RestOfLine, out fault);
        if (!batch.TryAdd(line, out var reason, out var endsEarly)) return NextUneven(rest, line, final, batch, reason, endsEarly, ref consumed, out fault);

        consumed += line.Length;
        return FrameStep.Event;
    }

    private FrameStep NextUneven(
        ReadOnlySpan<byte> rest, ReadOnlySpan<byte> line, bool final, RawBatch batch, string reason, bool endsEarly, ref int consumed, out EventFault fault)
    {
        fault = default;
        if (rest[0] != '{') return Refuse(reason, Skip.RestOfLine, out fault);

        var extent = JsonExtents.Measure(rest, final, out var length);
        if (extent == JsonExtent.NeedMore && rest.Length <= MaxEventBytes) return FrameStep.NeedMore;
        if (extent != JsonExtent.Whole || length > MaxEventBytes)
        {
            var why = extent == JsonExtent.Broken ? reason : TooLarge;
            return Refuse(why, endsEarly ? Skip.ToObject : Skip.RestOfLine, out fault);
        }

        var value = rest[..length];
        var isLine = length == line.TrimEnd(" \t\r"u8).Length;
        var added = !isLine && batch.TryAdd(value, out reason, out _);
        if (!added) fault = new EventFault(_line, reason);
        consumed += Count(value);
        return added ? FrameStep.Event : FrameStep.Fault;
    }

    private FrameStep Refuse(string reason, Skip skip, out EventFault fault)
    {
        fault = new EventFault(_line, skip == Skip.ToObject ? $"{reason}; reading goes on at the next line that starts with an object" : reason);
        _skip = skip;
        return FrameStep.Fault;
    }

    /// <summary>Passes over what is to be skipped, as far as the data go.</summary>
    private int SkipLines(ReadOnlySpan<byte> data)
    {
        var skipped = 0;
        while (_skip != Skip.Nothing)
        {
            var newLine = data[skipped..].IndexOf((byte)'\n');
            if (newLine < 0) return data.Length;

            var next = skipped + newLine + 1;
            if (_skip == Skip.ToObject && next == data.Length) return skipped + newLine;

            skipped = next;
            _line++;
            if (_skip == Skip.RestOfLine || data[next] == '{') _skip = Skip.Nothing;
        }

        return skipped;
    }

    private int Count(ReadOnlySpan<byte> passed)
    {
        _line += passed.Count((byte)'\n');
        return passed.Length;
    }
}
