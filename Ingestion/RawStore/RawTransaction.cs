using Npgsql;
using Streaming.Pipeline.Copy;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Ingestion.RawStore;

/// <summary>
/// Writes groups of batches, each in one transaction of four round trips: lock the clock and look for duplicates; begin and end of COPY; move the clock on
/// and commit. Duplicates are not left to ON CONFLICT, which COPY does not know.
/// </summary>
internal sealed class RawTransaction : IAsyncDisposable
{
    private const string Copy = "COPY raw_users (seq, id, content_hash, source, run_id, traceparent, payload, ingested_at) FROM STDIN (FORMAT BINARY)";

    private const int PieceBytes = 2 * 1024 * 1024;

    private readonly NpgsqlConnection _connection;
    private readonly BatchSpans _spans = BatchSpans.OfWrites(Telemetry.Source, "postgresql", "insert", "raw_users");
    private readonly PostgresCopyWriter _rows = new();
    private readonly List<Guid> _ids = [];
    private readonly List<Guid> _hashes = [];
    private readonly HashSet<RawIdentity> _seen = [];
    private readonly HashSet<int> _stored = [];
    private readonly List<(RawBatch Batch, int Index)> _new = [];
    private readonly NpgsqlBatch _open;
    private readonly NpgsqlCommand _close;
    private readonly NpgsqlCommand _page;
    private readonly NpgsqlCommand _duplicates;

    public RawTransaction(NpgsqlConnection connection)
    {
        _connection = connection;
        _open = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT last_seq, last_ingested_at, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM ingestion_clock FOR UPDATE"),
                new("""
                    SELECT wanted.ordinal FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY wanted (id, content_hash, ordinal)
                    JOIN raw_users USING (id, content_hash)
                    """)
                {
                    Parameters = { new NpgsqlParameter<List<Guid>> { TypedValue = _ids }, new NpgsqlParameter<List<Guid>> { TypedValue = _hashes } },
                },
            },
        };
        _close = new NpgsqlCommand("UPDATE ingestion_clock SET last_seq = $1, last_ingested_at = $2", connection)
        {
            Parameters = { new NpgsqlParameter<long>(), new NpgsqlParameter<long>() },
        };
        _duplicates = new NpgsqlCommand(
            """
            INSERT INTO ingestion_duplicates AS known (minute, events) VALUES (date_trunc('minute', to_timestamp($1 / 1000000.0), 'UTC'), $2)
            ON CONFLICT (minute) DO UPDATE SET events = known.events + excluded.events
            """,
            connection)
        {
            Parameters = { new NpgsqlParameter<long>(), new NpgsqlParameter<long>() },
        };
        _page = new NpgsqlCommand(
            """
            WITH run AS (
                UPDATE ingestion_runs
                SET pages_done = $3, failures = 0, fetched = fetched + $4, rejected = rejected + $5, new = new + $6, duplicate = duplicate + $7
                WHERE run_id = $1 AND attempts = $2 AND pages_done = $3 - 1 RETURNING run_id, attempts
            )
            UPDATE ingestion_attempts a
            SET pages_to = $3, fetched = a.fetched + $4, rejected = a.rejected + $5, new = a.new + $6, duplicate = a.duplicate + $7
            FROM run WHERE a.run_id = run.run_id AND a.number = run.attempts
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string>(), new NpgsqlParameter<int>(), new NpgsqlParameter<int>(), new NpgsqlParameter<int>(),
                new NpgsqlParameter<int>(), new NpgsqlParameter<int>(), new NpgsqlParameter<int>(),
            },
        };
    }

    /// <summary>
    /// Prepares the statements. Each duplicate is to be looked up by the index, in one plan for ever, however many rows the planner thinks there are; it
    /// would also compile the statement anew for each transaction, which takes longer than all the rest.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var settings = new NpgsqlCommand(
            "SET jit = off; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off",
            _connection))
            await settings.ExecuteNonQueryAsync(cancellationToken);
        await _open.PrepareAsync(cancellationToken);
        await _close.PrepareAsync(cancellationToken);
    }

    /// <summary>Stores what is new; <paramref name="results"/> gets one for each of the group. Durable when it returns.</summary>
    public async Task WriteAsync(IReadOnlyList<RawSubmission> group, List<RawResult> results, CancellationToken cancellationToken)
    {
        Collect(group);
        foreach (var submission in group) submission.Batch.Trace = _spans.Start(submission.Batch.Origin.Trace);
        Exception? failure = null;
        try
        {
            await StoreAsync(group, results, cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            _spans.Stop(_ids.Count, failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _open.DisposeAsync();
        await _close.DisposeAsync();
        await _page.DisposeAsync();
        await _duplicates.DisposeAsync();
        _rows.Dispose();
    }

    private async Task StoreAsync(IReadOnlyList<RawSubmission> group, List<RawResult> results, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        var (seq, micros) = await OpenAsync(cancellationToken);
        Select(group, results);
        if (_new.Count > 0)
        {
            await CopyAsync(seq + 1, micros, cancellationToken);
            await CloseAsync(seq + _new.Count, micros + _new.Count - 1, cancellationToken);
        }

        if (_ids.Count > _new.Count) await CountDuplicatesAsync(micros, _ids.Count - _new.Count, cancellationToken);
        for (var i = 0; i < group.Count; i++)
            if (group[i].Batch.Page is { } page) await SaveAsync(page, results[i], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void Collect(IReadOnlyList<RawSubmission> group)
    {
        _ids.Clear();
        _hashes.Clear();
        foreach (var submission in group)
        {
            foreach (ref readonly var raw in submission.Batch.Events)
            {
                _ids.Add(raw.Identity.Id);
                _hashes.Add(raw.Identity.ContentHash);
            }
        }
    }

    /// <summary>Takes the clock's lock, and only then looks for duplicates: what other processes have stored before is visible by now.</summary>
    /// <returns>The last seq given out, and the first point in time to give out.</returns>
    private async Task<(long Seq, long Micros)> OpenAsync(CancellationToken cancellationToken)
    {
        _seen.Clear();
        _stored.Clear();
        await using var reader = await _open.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("ingestion_clock has no row. Run Ingestion with the argument setup.");
        var (seq, last, now) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) _stored.Add((int)reader.GetInt64(0));
        return (seq, Math.Max(now, last + 1));
    }

    private void Select(IReadOnlyList<RawSubmission> group, List<RawResult> results)
    {
        _new.Clear();
        results.Clear();
        var ordinal = 0;
        foreach (var submission in group)
        {
            var (batch, before) = (submission.Batch, _new.Count);
            for (var i = 0; i < batch.Count; i++)
                if (!_stored.Contains(++ordinal) && _seen.Add(batch.Events[i].Identity)) _new.Add((batch, i));

            var accepted = _new.Count - before;
            results.Add(new RawResult(accepted, batch.Count - accepted));
        }
    }

    /// <summary>Copies the new rows, a large group in several pieces; the first of each traced batch carries its trace on.</summary>
    private async Task CopyAsync(long seq, long micros, CancellationToken cancellationToken)
    {
        _rows.Clear();
        foreach (var (batch, index) in _new)
        {
            WriteRow(seq++, micros++, batch, index);
            batch.Trace = [];
            if (_rows.Bytes < PieceBytes) continue;

            await _rows.CopyToAsync(_connection, Copy, cancellationToken);
            _rows.Clear();
        }

        await _rows.CopyToAsync(_connection, Copy, cancellationToken);
    }

    private void WriteRow(long seq, long micros, RawBatch batch, int index)
    {
        var identity = batch.Events[index].Identity;
        _rows.StartRow(8);
        _rows.WriteInt64(seq);
        _rows.WriteUuid(identity.Id);
        _rows.WriteUuid(identity.ContentHash);
        _rows.Write(batch.Origin.Utf8Source);
        _rows.Write(batch.Origin.Utf8RunId);
        if (batch.Trace.Length == 0) _rows.WriteNull();
        else _rows.Write(batch.Trace);
        _rows.Write(batch.Payload(index));
        _rows.WriteTimestamp(micros);
    }

    private async Task CloseAsync(long seq, long micros, CancellationToken cancellationToken)
    {
        _close.Parameters[0].Value = seq;
        _close.Parameters[1].Value = micros;
        await _close.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Duplicates leave no row: so that what was accepted can be told later, they are counted by minute.</summary>
    private async Task CountDuplicatesAsync(long micros, int duplicates, CancellationToken cancellationToken)
    {
        _duplicates.Parameters[0].Value = micros;
        _duplicates.Parameters[1].Value = (long)duplicates;
        await _duplicates.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task SaveAsync(RunPage page, RawResult result, CancellationToken cancellationToken)
    {
        object[] values = [page.RunId, page.Attempt, page.Number, page.Fetched, page.Rejected, result.Accepted, result.Duplicates];
        for (var i = 0; i < values.Length; i++) _page.Parameters[i].Value = values[i];
        if (await _page.ExecuteNonQueryAsync(cancellationToken) != 1)
            throw new InvalidOperationException(
                $"Page {page.Number} of run {page.RunId} is not the next one of attempt {page.Attempt}: another process works on this run.");
    }
}
