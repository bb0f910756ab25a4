using Microsoft.Extensions.Options;
using Streaming.SampleSource.Generator;

namespace Streaming.SampleSource.Faults;

/// <summary>What befalls a request as a whole. Each try has a chance of its own, so that trying again can succeed.</summary>
internal sealed class FaultInjector(IOptions<SampleSourceOptions> options)
{
    private long _requests;
    private volatile FaultOptions _faults = options.Value.Faults;

    /// <summary>In force from the next request on; setting them starts the sequence of chances over.</summary>
    public FaultOptions Faults
    {
        get => _faults;
        set
        {
            Interlocked.Exchange(ref _requests, 0);
            _faults = value;
        }
    }

    public RequestFault Next()
    {
        var faults = _faults;
        var chance = new Rng(Rng.At(0, Interlocked.Increment(ref _requests)));
        return new RequestFault(
            faults,
            TooManyRequests: chance.Chance(faults.TooManyRequestsRate),
            Unavailable: chance.Chance(faults.UnavailableRate),
            Truncated: chance.Chance(faults.TruncatedRate));
    }
}

internal readonly record struct RequestFault(FaultOptions Faults, bool TooManyRequests, bool Unavailable, bool Truncated);
