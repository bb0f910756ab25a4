namespace Streaming.Console.Reconciliation;

/// <summary>
/// The outcome of a check. Accepted are the raw rows that were given out and the duplicates, which leave no row; so
/// accepted = duplicate + raw + gone, and raw = stored + rejected + in flight + missing.
/// </summary>
/// <param name="Raw">Rows that raw_users has.</param>
/// <param name="InFlight">Those not published yet included.</param>
/// <param name="MissingIds">Of the missing ones, at most <see cref="MostIds"/>, in the order in which they came.</param>
public sealed record Findings(
    long Accepted, long Duplicate, long Raw, long Published, long Stored, long Rejected, long InFlight, long Missing, IReadOnlyList<Guid> MissingIds)
{
    public const int MostIds = 1_000;

    /// <summary>Rows that raw_users itself lacks.</summary>
    public long Gone => Accepted - Duplicate - Raw;

    public bool IsComplete => Missing == 0 && Gone == 0;
}

/// <summary>Adds up fates.</summary>
internal sealed class Tally
{
    private readonly long[] _counts = new long[Enum.GetValues<Fate>().Length];
    private readonly List<Guid> _missing = [];

    public long Raw => _counts.Sum();

    public void Add(in RawVersion row, Fate fate)
    {
        _counts[(int)fate]++;
        if (fate == Fate.Missing && _missing.Count < Findings.MostIds) _missing.Add(row.Id);
    }

    /// <param name="given">Rows that were given out to raw_users.</param>
    public Findings ToFindings(long given, long duplicate) => new(
        given + duplicate, duplicate, Raw, Raw - this[Fate.Unpublished], this[Fate.Stored], this[Fate.Rejected], this[Fate.InFlight] + this[Fate.Unpublished],
        this[Fate.Missing], _missing);

    private long this[Fate fate] => _counts[(int)fate];
}
