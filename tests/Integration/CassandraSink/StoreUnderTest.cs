using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>A table store with tables of its own, and a way to look at them that is the same for all stores.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    public abstract ITableStore Store { get; }

    public Task<WriteResult> WriteAsync(params UserRow[] users)
    {
        for (var i = 0; i < users.Length; i++)
            Assert.True(Store.TryAdd(i, users[i], out _, out var violation), violation.ToString());
        return Store.WriteAsync(CancellationToken.None);
    }

    public Task<WriteResult> WriteAsync(params StatsRow[] counts)
    {
        for (var i = 0; i < counts.Length; i++) Store.Add(i, counts[i]);
        return Store.WriteAsync(CancellationToken.None);
    }

    /// <summary>A row of created_users, its points in time in UTC and cut to milliseconds, which is what all stores have; null where there is none.</summary>
    public abstract Task<IReadOnlyDictionary<string, object?>?> FindAsync(Guid id);

    public abstract Task<long> CountAsync();

    /// <summary>The rows of users_by_country.</summary>
    public abstract Task<List<(string Country, DateTime Registered, Guid Id)>> PlacesAsync();

    /// <summary>The rows of user_stats.</summary>
    public abstract Task<List<StatsRow>> StatsAsync();

    public abstract ValueTask DisposeAsync();

    protected static object? Normal(object? value) => value switch
    {
        DateTimeOffset time => Millis(time.UtcDateTime),
        DateTime time => Millis(time),
        _ => value,
    };

    private static DateTime Millis(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}
