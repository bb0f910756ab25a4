using System.Runtime.InteropServices;
using Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>
/// Puts writes and deletions of a country's rows together. A country is one partition of users_by_country, so the batch is one write, which the server's
/// limits for batches do not count; and requests in flight for one partition would only be in each other's way.
/// </summary>
internal sealed class PlaceRequests
{
    private const int MostRows = 1_000;

    private readonly Dictionary<byte[], Request> _open = new(ByBytes.Instance);

    public IEnumerable<Request> Of(UserMoves moves, PreparedStatements statements)
    {
        _open.Clear();
        foreach (var (id, place, timestamp, record) in moves.Left)
        {
            var deletion = statements.Displace.Bind(UserEncoder.BigEndian(timestamp), place.Country, UserEncoder.BigEndian(place.RegisteredAt!.Value), id);
            if (Add(place.Country!, deletion, record) is { } full) yield return full;
        }

        foreach (var (id, place, timestamp, record) in moves.Taken)
        {
            var write = statements.Place.Bind(place.Country, UserEncoder.BigEndian(place.RegisteredAt!.Value), id, UserEncoder.BigEndian(timestamp));
            if (Add(place.Country!, write, record) is { } full) yield return full;
        }

        foreach (var request in _open.Values) yield return request;
    }

    /// <returns>The country's request, once it is full.</returns>
    private Request? Add(byte[] country, BoundStatement statement, int record)
    {
        ref var request = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, country, out _);
        request ??= new Request();
        request.Add(statement, record, bytes: 0);
        if (request.Count < MostRows) return null;
        var full = request;
        _open.Remove(country);
        return full;
    }
}
