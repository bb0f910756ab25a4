using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.Reconciliation;

/// <summary>The findings of checks, kept so that the page need not wait for one.</summary>
internal sealed class Results(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public Task SaveAsync(Subject subject, Findings found, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.Query(
            """
            WITH old AS (DELETE FROM console.reconciliations WHERE checked_at < $12 AND subject <> $1)
            INSERT INTO console.reconciliations VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (subject) DO UPDATE SET checked_at = $2, accepted = $3, duplicate = $4, raw = $5, published = $6, stored = $7, rejected = $8,
                in_flight = $9, missing = $10, missing_ids = $11
            """,
            subject.ToString(), now, found.Accepted, found.Duplicate, found.Raw, found.Published, found.Stored, found.Rejected, found.InFlight, found.Missing,
            found.MissingIds.ToArray(), now - KeptFor).DoAsync(cancellationToken);
    }

    /// <summary>The newest result of each of the subjects that have one, by <see cref="Subject.ToString"/>.</summary>
    public async Task<IReadOnlyDictionary<string, Result>> LoadAsync(IEnumerable<Subject> subjects, CancellationToken cancellationToken) => (await database
        .Query(
            """
            SELECT subject, checked_at, accepted, duplicate, raw, published, stored, rejected, in_flight, missing, missing_ids
            FROM console.reconciliations WHERE subject = ANY ($1)
            """, (object)subjects.Select(subject => subject.ToString()).ToArray())
        .ListAsync(row => KeyValuePair.Create(row.GetString(0), new Result(row.GetFieldValue<DateTimeOffset>(1), Found(row))), cancellationToken))
        .ToDictionary();

    private static Findings Found(NpgsqlDataReader row) => new(
        row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9),
        row.GetFieldValue<Guid[]>(10));
}

/// <summary>The findings of a check, and when it ended.</summary>
public sealed record Result(DateTimeOffset CheckedAt, Findings Found);
