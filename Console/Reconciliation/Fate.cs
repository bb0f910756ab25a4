namespace Streaming.Console.Reconciliation;

/// <summary>What has become of a raw row.</summary>
internal enum Fate
{
    /// <summary>Its user's row in the tables is of this version, or of a newer one.</summary>
    Stored,

    /// <summary>There is a dead letter of it, be it one that was replayed since.</summary>
    Rejected,

    /// <summary>Not on the log yet.</summary>
    Unpublished,

    /// <summary>On the log, and not yet read by all that come before the tables.</summary>
    InFlight,

    /// <summary>Everyone is through with it, and it is nowhere.</summary>
    Missing,
}

/// <summary>A row of raw_users, as far as its fate needs it.</summary>
/// <param name="IngestedAt">Its version, in microseconds since 1970.</param>
internal readonly record struct RawVersion(long Seq, Guid Id, long IngestedAt);

internal static class Fates
{
    /// <param name="stored">The version in the tables; null when the user has no row.</param>
    /// <param name="position">Read before the tables and the dead letters were: what comes to its end meanwhile must not look lost.</param>
    public static Fate Of(in RawVersion row, bool rejected, long? stored, PipelinePosition position)
    {
        if (rejected) return Fate.Rejected;
        if (stored >= row.IngestedAt) return Fate.Stored;
        if (row.Seq > position.Published) return Fate.Unpublished;
        return position.IsDone(row.Id, row.Seq) ? Fate.Missing : Fate.InFlight;
    }
}
