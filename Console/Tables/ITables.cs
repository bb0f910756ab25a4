namespace Streaming.Console.Tables;

/// <summary>The tables that the sink fills, for reading only. What fails is the server's own exception, or a <see cref="TimeoutException"/>.</summary>
internal interface ITables
{
    /// <summary>The server's name, as it is written.</summary>
    string Server { get; }

    /// <summary>A row of <c>created_users</c>; null where there is none.</summary>
    Task<StoredUser?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The ids of the rows of <c>created_users</c> that have this e-mail, exactly, at most <paramref name="limit"/> of them.</summary>
    Task<IReadOnlyList<Guid>> FindByEmailAsync(string email, int limit, CancellationToken cancellationToken);

    /// <summary>The countries that have users, in alphabetical order. Nothing counts their users, which would mean to read them all.</summary>
    Task<IReadOnlyList<string>> CountriesAsync(CancellationToken cancellationToken);

    /// <summary>Rows of <c>users_by_country</c> in their order, by date of registration and id, behind <paramref name="after"/> where it is given.</summary>
    Task<IReadOnlyList<UserPlace>> BrowseAsync(string country, UserPlace? after, int limit, CancellationToken cancellationToken);

    /// <summary>Whether the row is in <c>users_by_country</c>.</summary>
    Task<bool> IsPlacedAsync(UserPlace place, CancellationToken cancellationToken);

    /// <summary>
    /// The counts of <c>user_stats</c>, summed over partitions, of the minutes that begin in [<paramref name="from"/>, <paramref name="to"/>), by window,
    /// nationality and gender. At most a day of them is one call's.
    /// </summary>
    Task<IReadOnlyList<MinuteCount>> StatsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// The versions of users, in microseconds since 1970; one that has no row has no entry. For some thousand ids at a time.
    /// </summary>
    Task<IReadOnlyDictionary<Guid, long>> VersionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
