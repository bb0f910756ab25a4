using FsCheck;
using FsCheck.Fluent;
using Streaming.StreamProcessor.Topology;

namespace Streaming.Tests.Unit.StreamProcessor;

public sealed class SeenEventsTests
{
    private const long Start = 1_780_315_200_000_000;
    private const long Minute = EventIdentity.MicrosPerMinute;
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 8).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void In_any_order_exactly_the_redeliveries_within_the_horizon_are_known()
    {
        var events = Gen.Zip(Gen.Choose(0, Ids.Length - 1), Gen.Choose(0, 200), (id, time) => (Id: Ids[id], At: Start + time * Minute / 7)).ListOf();

        Prop.ForAll(events.ToArbitrary(), list =>
        {
            using var seen = new SeenEvents(new KeyPool(1_000_000), Horizon);
            var model = new Model();
            return list.All(e => seen.TryAdd(e.Id, e.At) == model.TryAdd(e.Id, e.At));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100_000)]
    public void Many_events_of_one_minute_are_told_apart_however_far_out_of_order_they_come(int disorder)
    {
        using var seen = new SeenEvents(new KeyPool(1_000_000), Horizon);
        var model = new Model();
        var random = new Random(disorder);
        for (var i = 0; i < 50_000; i++)
        {
            var at = Start + Math.Clamp(i * 1000 + random.Next(disorder) * 500, 0, Minute - 1);
            var id = Ids[random.Next(Ids.Length)];
            Assert.Equal(model.TryAdd(id, at), seen.TryAdd(id, at));
        }

        Assert.Equal(model.Count, seen.Count);
    }

    [Fact]
    public void An_event_at_the_horizon_is_known_and_one_before_it_is_not()
    {
        using var seen = new SeenEvents(new KeyPool(1_000_000), Horizon);
        Assert.True(seen.TryAdd(Ids[0], Start));
        Assert.True(seen.TryAdd(Ids[1], Start + 10 * Minute));
        Assert.False(seen.TryAdd(Ids[0], Start));
        Assert.True(seen.TryAdd(Ids[1], Start + 10 * Minute + 1));
        Assert.True(seen.TryAdd(Ids[0], Start));
    }

    [Fact]
    public void Events_before_1970_and_after_a_gap_of_years_are_told_apart_too()
    {
        using var seen = new SeenEvents(new KeyPool(1_000_000), Horizon);
        foreach (var at in new[] { -5 * Minute - 1, -5 * Minute, -1, 0, Start })
        {
            Assert.True(seen.TryAdd(Ids[0], at));
            Assert.False(seen.TryAdd(Ids[0], at));
        }

        Assert.Equal(1, seen.Count);
    }

    [Fact]
    public void Where_the_bound_is_reached_the_oldest_minute_of_any_partition_goes_first()
    {
        var pool = new KeyPool(10 * KeyChunk.Capacity);
        using var old = new SeenEvents(pool, Horizon);
        using var young = new SeenEvents(pool, Horizon);
        Assert.True(old.TryAdd(Ids[0], Start));
        Assert.True(old.TryAdd(Ids[0], Start + Minute));
        for (var i = 0; i < 8 * KeyChunk.Capacity; i++) Assert.True(young.TryAdd(Ids[0], Start + 2 * Minute + i));

        Assert.Equal(1, pool.DroppedEarly);
        Assert.False(old.TryAdd(Ids[0], Start + Minute));
        Assert.True(old.TryAdd(Ids[0], Start));
    }

    [Fact]
    public void Memory_stays_within_the_bound_and_is_used_again_when_more_comes_than_fits()
    {
        var pool = new KeyPool(20 * KeyChunk.Capacity);
        using var seen = new SeenEvents(pool, Horizon);
        var allocated = Enumerable.Range(0, 4).Select(Round).ToList();

        Assert.InRange(pool.Keys, 1, 20 * KeyChunk.Capacity);
        // The first round fills the memory, and the runtime may allocate something of its own in any one of them.
        Assert.InRange(allocated.Skip(1).Min(), 0, 10_000);

        long Round(int round)
        {
            const int Keys = 250_000;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Keys; i++) seen.TryAdd(Ids[0], Start + (round * Keys + i) * 10_000L);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class Model
    {
        private readonly HashSet<(Guid, long)> _known = [];
        private long _watermark = long.MinValue;

        public int Count => _known.Count;

        public bool TryAdd(Guid id, long at)
        {
            _watermark = Math.Max(_watermark, at);
            return at < _watermark - (long)Horizon.TotalMicroseconds || _known.Add((id, at));
        }
    }
}
