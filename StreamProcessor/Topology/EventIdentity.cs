using System.Runtime.InteropServices;

namespace Streaming.StreamProcessor.Topology;

/// <summary>
/// What identifies an event on the log, (id, ingested_at), as a minute and a 64-bit key within it: 26 bits of microseconds, then 38 bits of a hash of the id.
/// Raw rows never share an <c>ingested_at</c>, so the microseconds alone tell them apart; the hash guards input that was made up: of 10,000 events with one
/// and the same <c>ingested_at</c>, any two would be taken for each other with a probability of 1 in 5,000.
/// </summary>
internal readonly record struct EventIdentity(long Minute, ulong Key)
{
    public const long MicrosPerMinute = 60_000_000;
    private const int HashBits = 38;

    public static EventIdentity Of(Guid id, long ingestedAt)
    {
        var minute = MinuteOf(ingestedAt);
        return new EventIdentity(minute, ((ulong)(ingestedAt - minute * MicrosPerMinute) << HashBits) | (Hash(id) >> (64 - HashBits)));
    }

    public static long MinuteOf(long micros) => (micros - (micros < 0 ? MicrosPerMinute - 1 : 0)) / MicrosPerMinute;

    private static ulong Hash(Guid id)
    {
        var halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in id));
        var high = Math.BigMul(halves[0] ^ 0x9E3779B97F4A7C15, halves[1] ^ 0xD6E8FEB86659FD93, out var low);
        return high ^ low;
    }
}
