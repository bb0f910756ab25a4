using System.Text.Json;
using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Framing;

/// <summary>What a framer did with the data it was given.</summary>
internal enum FrameStep
{
    /// <summary>An event was added to the batch.</summary>
    Event,

    /// <summary>A piece of the input is no event; reading goes on behind it.</summary>
    Fault,

    /// <summary>Nothing can be read from here on.</summary>
    Unreadable,

    /// <summary>The next event has not arrived as a whole.</summary>
    NeedMore,

    /// <summary>The input is at its end.</summary>
    End,
}

/// <summary>
/// Finds the events in a body as it arrives and adds them to a batch. It does no I/O: it is given the unread bytes, as many as there are, and says
/// how many of them it is done with.
/// </summary>
internal abstract class EventFramer(int maxEventBytes)
{
    /// <summary>What the positions of faults count: <c>line</c> from 1 or <c>index</c> from 0.</summary>
    public abstract string Unit { get; }

    protected int MaxEventBytes => maxEventBytes;

    protected string TooLarge => $"is larger than the {MaxEventBytes:N0} bytes that one event may have";

    /// <summary>Takes the next step.</summary>
    /// <param name="final">Whether no more bytes will come.</param>
    /// <param name="consumed">How many bytes of the data are done with; also set when more are needed.</param>
    public abstract FrameStep Next(ReadOnlySpan<byte> data, bool final, RawBatch batch, out int consumed, out EventFault fault);

    /// <summary>JSON text is an array, or objects one after the other: the first byte tells.</summary>
    public static EventFramer For(byte first, int maxEventBytes) =>
        first == '[' ? new ArrayFramer(maxEventBytes, member: null) : new SequenceFramer(maxEventBytes);

    protected static int WhitespaceLength(ReadOnlySpan<byte> data)
    {
        var length = data.IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? data.Length : length;
    }
}

/// <summary>Why a piece of the input was not taken; it never quotes the input.</summary>
/// <param name="Position">Line or index, as the framer's unit says.</param>
internal readonly record struct EventFault(long Position, string Reason);

internal enum JsonExtent
{
    Whole,
    NeedMore,
    Broken,
}

internal static class JsonExtents
{
    // How deep an event may be is for the canonical form to say; here only its end is looked for.
    private static readonly JsonReaderOptions Unlimited = new() { MaxDepth = int.MaxValue };

    /// <summary>How long the JSON value is that the data starts with.</summary>
    public static JsonExtent Measure(ReadOnlySpan<byte> data, bool final, out int length)
    {
        length = 0;
        var reader = new Utf8JsonReader(data, final, new JsonReaderState(Unlimited));
        try
        {
            if (!reader.Read() || !reader.TrySkip()) return final ? JsonExtent.Broken : JsonExtent.NeedMore;
        }
        catch (JsonException)
        {
            return JsonExtent.Broken;
        }

        length = (int)reader.BytesConsumed;
        return JsonExtent.Whole;
    }
}
