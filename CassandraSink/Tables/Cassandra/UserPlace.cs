namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Where a user belongs in users_by_country: the newest country and the newest date of registration that its versions have, each with the version it is
/// from, as created_users has them and their WRITETIME.
/// </summary>
/// <param name="RegisteredAt">In milliseconds since 1970.</param>
internal record struct UserPlace(byte[]? Country, long CountryVersion, long? RegisteredAt, long RegisteredVersion)
{
    /// <summary>Whether there is a row for it at all; an empty country can't be a partition key.</summary>
    public readonly bool Exists => Country is { Length: > 0 } && RegisteredAt is not null;

    /// <summary>
    /// The timestamp of its row, and of the deletion of the row before. It grows with each merge that changes the place, be it by the one value or the
    /// other, which neither version alone does. So a place that was left is always deleted later than it was made, and the last one never.
    /// </summary>
    public readonly long Timestamp => CountryVersion + RegisteredVersion;

    /// <summary>Takes what is newer in a version; returns whether anything was.</summary>
    public bool Merge(in UserVersion version)
    {
        var merged = this;
        if (version.Country is { } country && (merged.Country is null || version.IngestedAt > CountryVersion))
            (merged.Country, merged.CountryVersion) = (country, version.IngestedAt);
        if (version.RegisteredAt is { } registered && (merged.RegisteredAt is null || version.IngestedAt > RegisteredVersion))
            (merged.RegisteredAt, merged.RegisteredVersion) = (registered, version.IngestedAt);
        if (merged.Timestamp == Timestamp && merged.Exists == Exists) return false;
        this = merged;
        return true;
    }

    public readonly bool IsSameRow(in UserPlace other) =>
        Exists && other.Exists && RegisteredAt == other.RegisteredAt && Country.AsSpan().SequenceEqual(other.Country);
}
