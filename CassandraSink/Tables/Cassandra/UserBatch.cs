using System.Runtime.InteropServices;
using System.Text;
using Cassandra;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Versions of users, written in three steps: look up where the users are, put users_by_country right, write created_users. The order is what makes a
/// crash harmless: as long as created_users does not have a version, reading the log again does the same steps again.
/// </summary>
internal sealed class UserBatch(CassandraOptions options)
{
    private readonly UserEncoder _encoder = new();
    private readonly List<UserVersion> _versions = [];
    private readonly List<UserVersion> _pending = [];
    private readonly UserMoves _moves = new();
    private readonly PlaceRequests _places = new();
    private readonly HashSet<Guid> _unsettled = [];
    private readonly HashSet<int> _refused = [];

    public int Count => _versions.Count;

    public int Bytes { get; private set; }

    public bool TryAdd(int record, UserRow user, out long ingestedAt, out RuleViolation violation)
    {
        var added = _encoder.TryEncode(record, user, out var version, out violation);
        ingestedAt = version.IngestedAt;
        if (!added) return false;
        _versions.Add(version);
        Bytes += version.Bytes;
        return true;
    }

    /// <param name="reuse">Whether the driver has let go of the values.</param>
    public void Clear(bool reuse)
    {
        if (reuse) _encoder.Return(_versions);
        _versions.Clear();
        Bytes = 0;
    }

    /// <summary>Writes the versions; returns how many of them were newer than what was there. What was refused, the window knows.</summary>
    public async Task<int> WriteAsync(RequestWindow window, PreparedStatements statements, CancellationTokenSource deadline)
    {
        _moves.Clear();
        _unsettled.Clear();
        _refused.Clear();
        _pending.Clear();
        _pending.AddRange(_versions);
        var (upserted, refusedBefore) = (-1, window.Refused.Count);
        while (_pending.Count > 0 || _moves.HasWithdrawn)
        {
            var refused = window.Refused.Count;
            if (options.UsersByCountry)
            {
                await LookUpAsync(window, statements, deadline);
                var newer = _moves.Follow(_pending);
                if (upserted < 0) upserted = newer;
                foreach (var request in _places.Of(_moves, statements)) await window.SendAsync(request, deadline);
                await window.DrainAsync(deadline);
                NoteUnsettled(window.Refused, refused);
            }
            else if (upserted < 0)
            {
                upserted = _pending.Count;
            }

            await UpsertAsync(window, statements, deadline);
            NoteUnsettled(window.Refused, refused);
            WithoutRefused();
        }

        return Math.Max(0, upserted - (window.Refused.Count - refusedBefore));
    }

    private async Task LookUpAsync(RequestWindow window, PreparedStatements statements, CancellationTokenSource deadline)
    {
        Action<RowSet> received = TakePlaces;
        _moves.Begin(_pending);
        foreach (var ids in _moves.Users.Chunk(options.LookUpUsers))
            await window.SendAsync(Request.Of(statements.LookUp.Bind([ids]), record: -1), deadline, received);
        await window.DrainAsync(deadline, received);
    }

    private void TakePlaces(RowSet rows)
    {
        foreach (var row in rows)
        {
            var country = row.GetValue<string>(1) is { } name ? _encoder.Shared(Encoding.UTF8.GetBytes(name)) : null;
            long? registered = row.IsNull(2) ? null : row.GetValue<DateTimeOffset>(2).ToUnixTimeMilliseconds();
            var place = new UserPlace(country, country is null ? 0 : row.GetValue<long>(3), registered, registered is null ? 0 : row.GetValue<long>(4));
            _moves.Found(row.GetValue<Guid>(0), place, row.GetValue<long>(5));
        }
    }

    private async Task UpsertAsync(RequestWindow window, PreparedStatements statements, CancellationTokenSource deadline)
    {
        var request = new Request();
        for (var i = 0; i < _pending.Count; i++)
        {
            var version = _pending[i];
            if (_unsettled.Contains(version.Id) || (options.UsersByCountry && _moves.IsStored(version))) continue;
            if (request.Count == options.BatchRows || (request.Count > 0 && request.Bytes + version.Bytes > options.BatchBytes))
            {
                await window.SendAsync(request, deadline);
                request = new Request();
            }

            request.Add(statements.UpsertUser.Bind(version.Values), version.Record, version.Bytes);
        }

        if (request.Count > 0) await window.SendAsync(request, deadline);
        await window.DrainAsync(deadline);
    }

    private void NoteUnsettled(List<Refusal> refusals, int first)
    {
        foreach (var refusal in CollectionsMarshal.AsSpan(refusals)[first..])
        {
            if (!_refused.Add(refusal.Record)) continue;
            foreach (var version in _pending)
                if (version.Record == refusal.Record) _unsettled.Add(version.Id);
        }
    }

    /// <summary>A user with a version that was refused is done again without it, since users_by_country may have followed it.</summary>
    private void WithoutRefused()
    {
        if (options.UsersByCountry) _moves.Withdraw(_unsettled);
        _pending.RemoveAll(version => !_unsettled.Contains(version.Id) || _refused.Contains(version.Record));
        _unsettled.Clear();
    }
}
