using System.Runtime.InteropServices;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Follows users through their versions, in the order of the log, and says which rows of users_by_country come and go. All places on the way are left,
/// not only the first: an earlier attempt, or a member that lost its partitions, may have ended at any of them.
/// </summary>
internal sealed class UserMoves
{
    private readonly Dictionary<Guid, User> _users = [];
    private readonly Dictionary<Guid, UserPlace> _withdrawn = [];

    /// <summary>The users that are followed.</summary>
    public IEnumerable<Guid> Users => _users.Keys;

    /// <summary>Rows to be deleted.</summary>
    public List<Move> Left { get; } = [];

    /// <summary>Rows to be written.</summary>
    public List<Move> Taken { get; } = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _users.Clear();
        _withdrawn.Clear();
    }

    /// <summary>Takes up the users of these versions, who are not stored unless <see cref="Found"/> says so.</summary>
    public void Begin(List<UserVersion> versions)
    {
        _users.Clear();
        foreach (ref readonly var version in CollectionsMarshal.AsSpan(versions)) _users.TryAdd(version.Id, new User(default, long.MinValue, long.MinValue));
    }

    /// <summary>Says where created_users has a user, and which version.</summary>
    public void Found(Guid id, UserPlace place, long version) => _users[id] = new User(place, version, version);

    /// <summary>Follows the versions; returns how many of them were newer than what was there.</summary>
    public int Follow(List<UserVersion> versions)
    {
        Left.Clear();
        Taken.Clear();
        var newer = 0;
        foreach (ref readonly var version in CollectionsMarshal.AsSpan(versions))
        {
            ref var user = ref CollectionsMarshal.GetValueRefOrNullRef(_users, version.Id);
            if (version.IngestedAt > user.Newest) (user.Newest, newer) = (version.IngestedAt, newer + 1);
            var (before, place) = (user.Place, user.Place);
            if (!place.Merge(version)) continue;
            (user.Place, user.Moved, user.Record) = (place, true, version.Record);
            if (before.Exists && !before.IsSameRow(place)) Left.Add(new Move(version.Id, before, place.Timestamp, version.Record));
        }

        foreach (var (id, place) in _withdrawn)
            if (!place.IsSameRow(_users[id].Place)) Left.Add(new Move(id, place, place.Timestamp, _users[id].Record));
        foreach (var (id, user) in _users)
            if (user.Moved && user.Place.Exists) Taken.Add(new Move(id, user.Place, user.Place.Timestamp, user.Record));
        return newer;
    }

    /// <summary>Whether the version is the one that created_users has: a version is written as a whole or not at all.</summary>
    public bool IsStored(in UserVersion version) => _users[version.Id].Stored == version.IngestedAt;

    /// <summary>Remembers where these users were put by versions that turned out to be refused.</summary>
    public void Withdraw(HashSet<Guid> users)
    {
        _withdrawn.Clear();
        foreach (var id in users)
            if (_users[id] is { Moved: true, Place.Exists: true } user) _withdrawn.Add(id, user.Place);
    }

    /// <param name="Timestamp">Of the write or the deletion.</param>
    /// <param name="Record">The record that is its reason.</param>
    internal readonly record struct Move(Guid Id, UserPlace Place, long Timestamp, int Record);

    /// <param name="Stored">The version that created_users has.</param>
    /// <param name="Newest">The newest of that one and those that were followed.</param>
    private record struct User(UserPlace Place, long Stored, long Newest, bool Moved = false, int Record = 0);
}
