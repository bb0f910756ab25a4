namespace Streaming.SampleSource.Faults;

/// <summary>How the source misbehaves. Rates are shares from 0 to 1, of requests or of users.</summary>
internal sealed class FaultOptions
{
    /// <summary>Wait before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Requests answered 429, with Retry-After.</summary>
    public double TooManyRequestsRate { get; init; }

    /// <summary>Requests answered 503.</summary>
    public double UnavailableRate { get; init; }

    /// <summary>Requests whose answer stops in the middle of a user.</summary>
    public double TruncatedRate { get; init; }

    /// <summary>Users that break a rule; the same ones when the page is asked for again.</summary>
    public double MalformedRate { get; init; }

    /// <summary>Users that repeat the one before; the same ones when the page is asked for again.</summary>
    public double DuplicateRate { get; init; }

    /// <summary>One line for each bad value.</summary>
    public IEnumerable<string> Errors(string prefix)
    {
        if (Latency < TimeSpan.Zero || Latency > TimeSpan.FromMinutes(10))
            yield return $"{prefix}{nameof(Latency)} is {Latency}; it must lie between 00:00:00 and 00:10:00.";

        (string Name, double Value)[] rates =
        [
            (nameof(TooManyRequestsRate), TooManyRequestsRate), (nameof(UnavailableRate), UnavailableRate), (nameof(TruncatedRate), TruncatedRate),
            (nameof(MalformedRate), MalformedRate), (nameof(DuplicateRate), DuplicateRate),
        ];
        foreach (var (name, value) in rates)
        {
            if (value is not (>= 0 and <= 1))
                yield return FormattableString.Invariant($"{prefix}{name} is {value}; it must lie between 0 and 1.");
        }
    }
}
