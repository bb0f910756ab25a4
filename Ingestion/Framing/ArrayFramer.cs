using System.Text;
using System.Text.Json;
using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Framing;

/// <summary>
/// The elements of a JSON array: of the one that the body is, or of the one that is a member of the object that the body is. An element that is no
/// event costs only itself; where the JSON itself is broken, nothing can be read any more.
/// </summary>
internal sealed class ArrayFramer(int maxEventBytes, string? member) : EventFramer(maxEventBytes)
{
    private const string EndsEarly = "the body ends before its JSON does";
    private const string Broken = "the body is not valid JSON from here on";

    private readonly byte[]? _member = member is null ? null : Encoding.UTF8.GetBytes(member);
    private Place _place = Place.Before;
    private long _index;

    /// <summary>Where the reader stood behind the opening bracket: with it, the text from the closing bracket on can be checked.</summary>
    private JsonReaderState _opened;

    private enum Place
    {
        Before,
        FirstElement,
        Element,
        Behind,
        After,
    }

    public override string Unit => "index";

    public override FrameStep Next(ReadOnlySpan<byte> data, bool final, RawBatch batch, out int consumed, out EventFault fault)
    {
        fault = default;
        consumed = 0;
        try
        {
            if (_place != Place.Before || TryOpen(data, out consumed)) return NextElement(data, final, batch, ref consumed, out fault);
            if (final) return Stop(EndsEarly, out fault);
            return data.Length > MaxEventBytes ? Stop($"there is no array within the first {MaxEventBytes:N0} bytes", out fault) : FrameStep.NeedMore;
        }
        catch (NoArrayException exception)
        {
            return Stop(exception.Message, out fault);
        }
        catch (JsonException)
        {
            return Stop(Broken, out fault);
        }
    }

    private FrameStep NextElement(ReadOnlySpan<byte> data, bool final, RawBatch batch, ref int consumed, out EventFault fault)
    {
        fault = default;
        while (true)
        {
            consumed += _place == Place.After ? 0 : WhitespaceLength(data[consumed..]);
            var rest = data[consumed..];
            if (rest.IsEmpty && _place != Place.After) return final ? Stop(EndsEarly, out fault) : FrameStep.NeedMore;

            switch (_place)
            {
                case Place.FirstElement or Place.Behind when rest[0] == ']':
                    _place = Place.After;
                    break;
                case Place.Behind when rest[0] == ',':
                    consumed++;
                    _place = Place.Element;
                    break;
                case Place.Behind:
                    return Stop(Broken, out fault);
                case Place.After:
                    return Close(rest, final, ref consumed, out fault);
                default:
                    return TakeElement(rest, final, batch, ref consumed, out fault);
            }
        }
    }

    private FrameStep TakeElement(ReadOnlySpan<byte> rest, bool final, RawBatch batch, ref int consumed, out EventFault fault)
    {
        fault = default;
        var extent = JsonExtents.Measure(rest, final: false, out var length);
        if (extent == JsonExtent.NeedMore && rest.Length <= MaxEventBytes) return final ? Stop(EndsEarly, out fault) : FrameStep.NeedMore;
        if (extent == JsonExtent.Broken) return Stop(Broken, out fault);
        if (extent == JsonExtent.NeedMore) return Stop($"the element {TooLarge}, and its end is not looked for", out fault);

        consumed += length;
        _place = Place.Behind;
        var index = _index++;
        var reason = TooLarge;
        if (length <= MaxEventBytes && batch.TryAdd(rest[..length], out reason, out _)) return FrameStep.Event;
        fault = new EventFault(index, reason);
        return FrameStep.Fault;
    }

    /// <summary>Reads up to and with the array's opening bracket.</summary>
    private bool TryOpen(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        if (!reader.Read()) return false;
        if (_member is not null)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new NoArrayException($"the body is not an object with an array \"{member}\"");
            while (true)
            {
                if (!reader.Read()) return false;
                if (reader.TokenType == JsonTokenType.EndObject) throw new NoArrayException($"the body has no member \"{member}\"");
                var found = reader.ValueTextEquals(_member);
                if (!reader.Read()) return false;
                if (found) break;
                if (!reader.TrySkip()) return false;
            }
        }

        if (reader.TokenType != JsonTokenType.StartArray) throw new NoArrayException($"\"{member}\" is not an array");
        _opened = reader.CurrentState;
        consumed = (int)reader.BytesConsumed;
        _place = Place.FirstElement;
        return true;
    }

    /// <summary>To a reader that stands behind the opening bracket, a closing one is an empty array, and the rest must be what JSON asks for.</summary>
    private FrameStep Close(ReadOnlySpan<byte> rest, bool final, ref int consumed, out EventFault fault)
    {
        fault = default;
        var reader = new Utf8JsonReader(rest, isFinalBlock: false, _opened);
        while (reader.Read())
        {
        }

        _opened = reader.CurrentState;
        consumed += (int)reader.BytesConsumed;
        if (!final) return FrameStep.NeedMore;

        var closed = reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndArray or JsonTokenType.EndObject };
        return closed ? FrameStep.End : Stop(EndsEarly, out fault);
    }

    private FrameStep Stop(string reason, out EventFault fault)
    {
        fault = new EventFault(_index, reason);
        return FrameStep.Unreadable;
    }

    private sealed class NoArrayException(string message) : JsonException(message);
}
