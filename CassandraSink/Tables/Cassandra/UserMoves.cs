using System.Runtime.InteropServices;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Follows users through their versions, in the order of the log, and says which rows of users_by_country come and go. All places on the way are left,
/// not only the first: an earlier attempt, or a member that lost its partitions, may have ended at any of them.
/// </summary>
internal sealed class UserMoves
{
    private readonly Dictionary<Guid, User> _users = [];
    private readonly Dictionary<Guid, (UserPlace Place, long Written)> _withdrawn = [];

    /// <summary>The users that are followed.</summary>
    public IEnumerable<Guid> Users => _users.Keys;

    /// <summary>Whether users are to be looked up who were put where a refused version said.</summary>
    public bool HasWithdrawn => _withdrawn.Count > 0;

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

    /// <summary>Takes up the users of these versions, and those withdrawn, who are not stored unless <see cref="Found"/> says so.</summary>
    public void Begin(List<UserVersion> versions)
    {
        _users.Clear();
        foreach (ref readonly var version in CollectionsMarshal.AsSpan(versions)) _users.TryAdd(version.Id, User.Absent);
        foreach (var id in _withdrawn.Keys) _users.TryAdd(id, User.Absent);
    }

    /// <summary>Says where created_users has a user, and which version.</summary>
    public void Found(Guid id, UserPlace place, long version) =>
        _users[id] = User.Absent with { Place = place, Stored = version, Newest = version };

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

        foreach (var (id, (place, written)) in _withdrawn) GiveBack(id, place, written);
        foreach (var (id, user) in _users)
            if (user.Moved && user.Place.Exists && !_withdrawn.ContainsKey(id)) Take(id, user.Place.Timestamp);
        return newer;
    }

    /// <summary>Whether the version is the one that created_users has: a version is written as a whole or not at all.</summary>
    public bool IsStored(in UserVersion version) => _users[version.Id].Stored == version.IngestedAt;

    /// <summary>Remembers where these users were put by versions that turned out to be refused.</summary>
    public void Withdraw(HashSet<Guid> users)
    {
        _withdrawn.Clear();
        foreach (var id in users)
            if (_users[id] is { Written: > long.MinValue } user) _withdrawn.Add(id, (user.Place, user.Written));
    }

    /// <summary>The rows on the way were deleted for the refused version's sake, so where the user really is must be newer than that.</summary>
    private void GiveBack(Guid id, UserPlace place, long written)
    {
        var user = _users[id];
        if (!place.IsSameRow(user.Place)) Left.Add(new Move(id, place, written, user.Record));
        if (user.Place.Exists) Take(id, Math.Max(user.Place.Timestamp, written + 1));
    }

    private void Take(Guid id, long timestamp)
    {
        ref var user = ref CollectionsMarshal.GetValueRefOrNullRef(_users, id);
        user.Written = timestamp;
        Taken.Add(new Move(id, user.Place, timestamp, user.Record));
    }

    /// <param name="Timestamp">Of the write or the deletion.</param>
    /// <param name="Record">The record that is its reason.</param>
    internal readonly record struct Move(Guid Id, UserPlace Place, long Timestamp, int Record);

    /// <param name="Stored">The version that created_users has.</param>
    /// <param name="Newest">The newest of that one and those that were followed.</param>
    /// <param name="Written">The timestamp of the row that is written for it.</param>
    /// <param name="Record">The record that put it there.</param>
    private record struct User(UserPlace Place, long Stored, long Newest, long Written, bool Moved, int Record)
    {
        public static readonly User Absent = new(default, long.MinValue, long.MinValue, long.MinValue, false, 0);
    }
}
