using System.Text;
using Streaming.CassandraSink.Tables.Cassandra;

namespace Streaming.Tests.Unit.CassandraSink;

/// <summary>users_by_country ends with the one row that created_users asks for, whatever the order, the repetitions, the crashes and the latecomers.</summary>
public sealed class UserMovesTests
{
    private const int Runs = 3_000;

    [Fact]
    public void Every_user_ends_in_one_place_whatever_goes_wrong_on_the_way()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var run = new Run(new Random(seed));
            run.Play();
            var places = run.Tables.Places;
            Assert.True(run.Expected.SetEquals(places), $"seed {seed}: {string.Join(" ", places)} and not {string.Join(" ", run.Expected)}");
        }
    }

    [Fact]
    public void A_new_user_is_written_once_and_nothing_is_deleted()
    {
        var moves = new UserMoves();
        List<UserVersion> versions = [Version(Guid.NewGuid(), 10, "A"u8.ToArray(), 1)];
        moves.Begin(versions);
        Assert.Equal(1, moves.Follow(versions));
        Assert.Empty(moves.Left);
        Assert.Equal(20, Assert.Single(moves.Taken).Timestamp);
    }

    [Fact]
    public void A_place_that_a_refused_version_took_is_given_back_and_the_one_before_is_newer_than_its_deletion()
    {
        var moves = new UserMoves();
        var id = Guid.NewGuid();
        List<UserVersion> both = [Version(id, 10, "A"u8.ToArray(), 1), Version(id, 20, "B"u8.ToArray(), 1)];
        moves.Begin(both);
        moves.Follow(both);
        moves.Withdraw([id]);

        moves.Begin([]);
        moves.Found(id, new UserPlace("A"u8.ToArray(), 10, 1, 10), 10);
        moves.Follow([]);
        Assert.Equal(("B", 40), Told(Assert.Single(moves.Left)));
        Assert.Equal(("A", 41), Told(Assert.Single(moves.Taken)));
    }

    [Fact]
    public void A_user_of_whom_every_version_was_refused_is_nowhere()
    {
        var moves = new UserMoves();
        List<UserVersion> versions = [Version(Guid.NewGuid(), 10, "A"u8.ToArray(), 1)];
        moves.Begin(versions);
        moves.Follow(versions);
        moves.Withdraw([versions[0].Id]);
        Assert.True(moves.HasWithdrawn);

        moves.Begin([]);
        moves.Follow([]);
        Assert.Equal(("A", 20), Told(Assert.Single(moves.Left)));
        Assert.Empty(moves.Taken);
    }

    private static (string Country, long Timestamp) Told(UserMoves.Move move) => (Encoding.UTF8.GetString(move.Place.Country!), move.Timestamp);

    private static UserVersion Version(Guid id, long ingestedAt, byte[]? country, long? registered) =>
        new(0, id, ingestedAt, [], country, registered, 0);

    /// <summary>Both tables as Cassandra keeps them: of each cell, and of each row's deletion, the newest by timestamp; a deletion wins a tie.</summary>
    private sealed class FakeTables
    {
        private readonly Dictionary<Guid, (UserPlace Place, long Version)> _users = [];
        private readonly Dictionary<(string Country, long Registered, Guid Id), (long Written, long Deleted)> _rows = [];

        public HashSet<(string, long, Guid)> Places => [.. _rows.Where(row => row.Value.Written > row.Value.Deleted).Select(row => row.Key)];

        public void Look(UserMoves moves, IEnumerable<Guid> ids)
        {
            foreach (var id in ids)
                if (_users.TryGetValue(id, out var user)) moves.Found(id, user.Place, user.Version);
        }

        public void Upsert(UserVersion version)
        {
            var (place, newest) = _users.GetValueOrDefault(version.Id, (default, long.MinValue));
            place.Merge(version);
            _users[version.Id] = (place, Math.Max(newest, version.IngestedAt));
        }

        public void Take(UserMoves.Move move) => Change(move, row => (Math.Max(row.Written, move.Timestamp), row.Deleted));

        public void Leave(UserMoves.Move move) => Change(move, row => (row.Written, Math.Max(row.Deleted, move.Timestamp)));

        private void Change(UserMoves.Move move, Func<(long Written, long Deleted), (long, long)> change)
        {
            var key = (Encoding.UTF8.GetString(move.Place.Country!), move.Place.RegisteredAt!.Value, move.Id);
            _rows[key] = change(_rows.GetValueOrDefault(key, (long.MinValue, long.MinValue)));
        }
    }

    private sealed class Run
    {
        private static readonly byte[]?[] Countries = [null, [], "A"u8.ToArray(), "B"u8.ToArray(), "C"u8.ToArray()];

        private readonly Random _random;
        private readonly List<UserVersion> _log = [];
        private readonly List<Action> _late = [];

        public Run(Random random)
        {
            _random = random;
            var users = Enumerable.Range(0, 2).Select(_ => Guid.NewGuid()).ToArray();
            var versions = Enumerable.Range(0, 6)
                .Select(i => Version(users[random.Next(2)], 100 + i, Countries[random.Next(Countries.Length)], random.Next(3) is > 0 and var day ? day : null))
                .ToArray();
            for (var i = random.Next(1, 12); i > 0; i--) _log.Add(versions[random.Next(versions.Length)]);
        }

        public FakeTables Tables { get; } = new();

        public HashSet<(string, long, Guid)> Expected => [.. Placed(_log)];

        public void Play()
        {
            for (var (committed, attempts) = (0, 0); committed < _log.Count; attempts++)
            {
                var batch = _log.Skip(committed).Take(_random.Next(1, 6)).ToList();
                var moves = new UserMoves();
                moves.Begin(batch);
                Tables.Look(moves, batch.Select(version => version.Id).Distinct());
                moves.Follow(batch);
                Action[] steps =
                [
                    .. Shuffled(moves.Left.Select<UserMoves.Move, Action>(move => () => Tables.Leave(move))
                        .Concat(moves.Taken.Select<UserMoves.Move, Action>(move => () => Tables.Take(move)))),
                    .. Shuffled(batch.Where(version => !moves.IsStored(version)).Select<UserVersion, Action>(version => () => Tables.Upsert(version))),
                ];

                // A crash leaves the rest undone; a member that was held up does it when all others have gone on.
                var crash = attempts < 6 && _random.Next(2) == 0;
                var done = crash ? _random.Next(steps.Length + 1) : steps.Length;
                foreach (var step in steps[..done]) step();
                if (crash && _random.Next(2) == 0) _late.AddRange(steps[done..]);
                if (!crash) committed += batch.Count;
            }

            foreach (var step in _late) step();
        }

        private static IEnumerable<(string, long, Guid)> Placed(IEnumerable<UserVersion> log)
        {
            foreach (var versions in log.GroupBy(version => version.Id))
            {
                var ordered = versions.OrderBy(version => version.IngestedAt).ToList();
                var country = ordered.Select(version => version.Country).LastOrDefault(value => value is not null);
                var registered = ordered.Select(version => version.RegisteredAt).LastOrDefault(value => value is not null);
                if (country is { Length: > 0 } && registered is { } day) yield return (Encoding.UTF8.GetString(country), day, versions.Key);
            }
        }

        private Action[] Shuffled(IEnumerable<Action> steps)
        {
            var shuffled = steps.ToArray();
            _random.Shuffle(shuffled);
            return shuffled;
        }
    }
}
