using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>Looks up raw rows by what the raw store tells records by: id and content.</summary>
internal sealed class RawLookup(NpgsqlDataSource database)
{
    /// <summary>The seq of the row that each record is stored as; 0 for one that is not stored.</summary>
    public async Task<long[]> FindAsync(IReadOnlyList<Sending> records, CancellationToken cancellationToken)
    {
        var seqs = new long[records.Count];
        var found = await Command("SELECT ordinal, seq FROM {0} JOIN raw_users USING (id, content_hash)", records)
            .ListAsync(row => (Ordinal: row.GetInt64(0), Seq: row.GetInt64(1)), cancellationToken);
        foreach (var (ordinal, seq) in found) seqs[ordinal - 1] = seq;
        return seqs;
    }

    /// <summary>Whether a user has a row of other content that is newer than the one that the letter is about.</summary>
    public async Task<bool[]> AreSupersededAsync(IReadOnlyList<Sending> records, CancellationToken cancellationToken)
    {
        var superseded = new bool[records.Count];
        var found = await Command(
            """
            SELECT ordinal FROM {0}
            WHERE EXISTS (SELECT FROM raw_users r WHERE r.id = w.id AND r.content_hash <> w.content_hash AND r.seq > w.letter_seq)
            """, records).ListAsync(row => row.GetInt64(0), cancellationToken);
        foreach (var ordinal in found) superseded[ordinal - 1] = true;
        return superseded;
    }

    private NpgsqlCommand Command(string sql, IReadOnlyList<Sending> records)
    {
        const string Wanted = "unnest($1::uuid[], $2::uuid[], $3::bigint[]) WITH ORDINALITY w (id, content_hash, letter_seq, ordinal)";
        return database.Query(
            sql.Replace("{0}", Wanted, StringComparison.Ordinal), records.Select(record => record.Identity.Id).ToArray(),
            records.Select(record => record.Identity.ContentHash).ToArray(), records.Select(record => record.Content.Letter.RawSeq).ToArray());
    }
}
