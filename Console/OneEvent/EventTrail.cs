using System.Buffers.Text;
using System.Text;
using Npgsql;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.OneEvent;

/// <summary>Where one event can be found on its way. Each question is for one server, so that one that is down leaves the others' answers.</summary>
internal sealed class EventTrail(NpgsqlDataSource database, ILogAdmin log)
{
    /// <summary>Versions of a user that are listed.</summary>
    public const int MostVersions = 50;

    /// <summary>Records that are looked at for one; it lies near where it is looked for, unless the pipeline was far behind.</summary>
    public const int MostRecords = 100_000;

    /// <summary>How far the log's clock may be from the database's.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(2);

    private const int KeyLength = 36;

    /// <summary>The user's raw rows, newest first; null where there is none.</summary>
    public async Task<IReadOnlyList<RawEvent>?> RawRowsAsync(Guid id, CancellationToken cancellationToken)
    {
        var rows = await database.Query(
            """
            SELECT seq, raw_users.source, raw_users.run_id, traceparent, payload, ingested_at, ingestion_runs.run_id IS NOT NULL
            FROM raw_users LEFT JOIN ingestion_runs USING (run_id) WHERE id = $1 ORDER BY seq DESC LIMIT $2
            """, id, MostVersions).ListAsync(
            row => new RawEvent(
                row.GetInt64(0), id, row.GetString(1), row.GetString(2), row.GetBoolean(6), row.Optional<string>(3),
                Encoding.UTF8.GetBytes(row.GetString(4)), row.GetFieldValue<DateTimeOffset>(5)),
            cancellationToken);
        return rows.Count > 0 ? rows : null;
    }

    /// <summary>The first record of a raw row in a topic that has the user's id as its key.</summary>
    public async Task<FoundRecord> FindRecordAsync(Topic topic, RawEvent raw, CancellationToken cancellationToken)
    {
        var key = new byte[KeyLength];
        Utf8Formatter.TryFormat(raw.Id, key, out _);
        var partition = topic[topic.PartitionOf(key)];
        var from = await log.FindOffsetAsync(partition, raw.IngestedAt - ClockSkew, cancellationToken);
        var until = from + MostRecords;
        for (var next = from; next < until;)
        {
            var scan = await log.ScanAsync(new RecordRange(partition, next, until, MostVersions, key), cancellationToken);
            if (scan.Records.FirstOrDefault(record => record.RawSeq == raw.Seq) is { } found) return new FoundRecord(partition, found, scan.Next);
            if (scan.Next <= next) break;
            next = scan.Next;
        }

        return new FoundRecord(partition, null, until);
    }

    /// <summary>The dead letters of a raw row, of whichever stage, oldest first.</summary>
    public Task<List<Letter>> LettersAsync(long seq, CancellationToken cancellationToken) => database
        .Query($"SELECT {Letter.Columns} FROM console.dead_letters WHERE raw_seq = $1 ORDER BY letter LIMIT $2", seq, MostVersions)
        .ListAsync(Letter.Read, cancellationToken);
}

/// <summary>A row of raw_users.</summary>
/// <param name="IsRun">Whether <paramref name="RunId"/> is a run; else it is a request.</param>
public sealed record RawEvent(
    long Seq, Guid Id, string Source, string RunId, bool IsRun, string? TraceParent, byte[] Payload, DateTimeOffset IngestedAt);

/// <summary>What a search in a partition has come to.</summary>
/// <param name="Record">Null when it was not found before <paramref name="Until"/>.</param>
public sealed record FoundRecord(TopicPartition Partition, LogRecord? Record, long Until);
