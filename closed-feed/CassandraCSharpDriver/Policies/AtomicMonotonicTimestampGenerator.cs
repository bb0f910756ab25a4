namespace Cassandra;

/// <summary>The clock's microseconds, but always more than the last ones.</summary>
internal class AtomicMonotonicTimestampGenerator : ITimestampGenerator
{
    private long _last;

    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks, 0) / TimeSpan.TicksPerMicrosecond;
            if (next <= last) next = last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return next;
        }
    }
}
