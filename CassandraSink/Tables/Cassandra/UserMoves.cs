using System.Runtime.InteropServices;
using System.Text;
using Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Follows users through their versions, in the order of the log, and says which rows of users_by_country come and go. All places on the way are deleted,
/// not only the first: an earlier attempt, or a member that lost its partitions, may have ended at any of them.
/// </summary>
internal sealed class UserMoves
{
    /// <summary>A row of users_by_country on the server, besides its country.</summary>
    private const int RowBytes = 64;

    private readonly Dictionary<Guid, User> _users = [];
    private readonly List<(Guid Id, UserPlace Place, long Timestamp, int Record)> _left = [];
    private readonly Dictionary<Guid, UserPlace> _withdrawn = [];

    /// <summary>The users that are followed.</summary>
    public IEnumerable<Guid> Users => _users.Keys;

    public void Clear()
    {
        _users.Clear();
        _withdrawn.Clear();
    }

    public void Begin(List<UserVersion> versions)
    {
        _users.Clear();
        _left.Clear();
        foreach (var version in versions) _users.TryAdd(version.Id, new User { Stored = long.MinValue });
    }

    /// <summary>Takes the answer of a look-up.</summary>
    public void Found(Row row, UserEncoder encoder)
    {
        var country = row.GetValue<string>(1) is { } name ? encoder.Country(Encoding.UTF8.GetBytes(name)) : null;
        ref var user = ref CollectionsMarshal.GetValueRefOrNullRef(_users, row.GetValue<Guid>(0));
        user.Place = new UserPlace(
            country, country is null ? 0 : row.GetValue<long>(3),
            row.IsNull(2) ? null : row.GetValue<DateTimeOffset>(2).ToUnixTimeMilliseconds(), row.IsNull(2) ? 0 : row.GetValue<long>(4));
        user.Stored = row.GetValue<long>(5);
    }

    /// <summary>Follows the versions; returns how many of them were newer than what was there.</summary>
    public int Follow(List<UserVersion> versions)
    {
        var newer = 0;
        foreach (ref readonly var version in CollectionsMarshal.AsSpan(versions))
        {
            ref var user = ref CollectionsMarshal.GetValueRefOrNullRef(_users, version.Id);
            var before = user.Place;
            if (version.IngestedAt > Math.Max(user.Stored, user.Newest)) newer++;
            user.Newest = Math.Max(user.Newest, version.IngestedAt);
            if (!user.Place.Merge(version)) continue;
            user.Moved = true;
            user.Record = version.Record;
            if (before.Exists && !before.IsSameRow(user.Place)) _left.Add((version.Id, before, user.Place.Timestamp, version.Record));
        }

        foreach (var (id, place) in _withdrawn)
        {
            ref var user = ref CollectionsMarshal.GetValueRefOrNullRef(_users, id);
            if (!place.IsSameRow(user.Place)) _left.Add((id, place, place.Timestamp, user.Record));
        }

        return newer;
    }

    /// <summary>Whether the version is the one that created_users has: a version is written as a whole or not at all.</summary>
    public bool IsStored(in UserVersion version) => _users[version.Id].Stored == version.IngestedAt;

    /// <summary>Remembers where these users were put by versions that turned out to be refused.</summary>
    public void Withdraw(HashSet<Guid> users)
    {
        _withdrawn.Clear();
        foreach (var id in users)
        {
            var user = _users[id];
            if (user.Moved && user.Place.Exists) _withdrawn.Add(id, user.Place);
        }
    }

    /// <summary>The statements, those of a country together: a country is one partition, and the batch one write.</summary>
    public IEnumerable<Request> ToRequests(PreparedStatements statements, CassandraOptions options)
    {
        var open = new Dictionary<byte[], Request>(ByBytes.Instance);
        foreach (var (id, place, timestamp, record) in _left)
        {
            var statement = statements.Displace.Bind(
                UserEncoder.BigEndian(timestamp), place.Country, UserEncoder.BigEndian(place.RegisteredAt!.Value), id);
            if (Add(place, statement, record) is { } full) yield return full;
        }

        foreach (var (id, user) in _users)
        {
            if (!user.Moved || !user.Place.Exists) continue;
            var statement = statements.Place.Bind(
                user.Place.Country, UserEncoder.BigEndian(user.Place.RegisteredAt!.Value), id, UserEncoder.BigEndian(user.Place.Timestamp));
            if (Add(user.Place, statement, user.Record) is { } full) yield return full;
        }

        foreach (var request in open.Values) yield return request;

        Request? Add(in UserPlace place, BoundStatement statement, int record)
        {
            ref var request = ref CollectionsMarshal.GetValueRefOrAddDefault(open, place.Country!, out _);
            request ??= new Request();
            request.Add(statement, record, RowBytes);
            if (request.Bytes + RowBytes + place.Country!.Length <= options.BatchBytes) return null;
            var full = request;
            open.Remove(place.Country!);
            return full;
        }
    }

    private struct User
    {
        public UserPlace Place;

        /// <summary>The version that created_users has.</summary>
        public long Stored;

        /// <summary>The newest of the versions that were followed.</summary>
        public long Newest;

        /// <summary>The record that put it where it is.</summary>
        public int Record;

        public bool Moved;
    }
}
