using Microsoft.Extensions.Options;

namespace Streaming.ServiceDefaults.Http;

/// <summary>How an HTTP client bears a server that is slow, busy or gone. One named instance for each client, by the client's name.</summary>
public sealed class HttpResilienceOptions
{
    /// <summary>Tries in all, the first one included.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// Whether any request may be sent again, a POST too: only where the server does nothing a second time. Bodies must be in memory.
    /// </summary>
    public bool RepeatsAnyRequest { get; set; }

    /// <summary>Wait before the second try; doubled for each further one, with jitter.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No wait is longer, unless the server asks for it by Retry-After.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A longer Retry-After is not waited for here: the answer goes to the caller, who may plan for later.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For each try, up to the answer's headers.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For all tries and the waits between them.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Share of tries within <see cref="BreakerWindow"/> that must fail to open the circuit.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Fewer tries than this within the window never open the circuit.</summary>
    public int BreakerMinimumAttempts { get; set; } = 10;

    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit refuses before it lets one try through.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);
}

internal sealed class HttpResilienceOptionsValidator : IValidateOptions<HttpResilienceOptions>
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, HttpResilienceOptions options)
    {
        var errors = new List<string>();
        Range(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100);
        Range(nameof(options.BaseDelay), options.BaseDelay, TimeSpan.FromMilliseconds(1), Hour);
        Range(nameof(options.MaxDelay), options.MaxDelay, options.BaseDelay, Hour);
        Range(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, Hour);
        Range(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(10), Hour);
        Range(nameof(options.TotalTimeout), options.TotalTimeout, options.AttemptTimeout, TimeSpan.FromDays(1));
        Range(nameof(options.BreakerFailureRatio), options.BreakerFailureRatio, 0.01, 1);
        Range(nameof(options.BreakerMinimumAttempts), options.BreakerMinimumAttempts, 2, 10_000);
        Range(nameof(options.BreakerWindow), options.BreakerWindow, HalfSecond, Hour);
        Range(nameof(options.BreakDuration), options.BreakDuration, HalfSecond, Hour);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range<T>(string key, T value, T least, T most) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add(FormattableString.Invariant($"HttpResilience of client '{name}': {key} is {value}; it must lie between {least} and {most}."));
        }
    }
}
