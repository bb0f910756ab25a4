using Npgsql;

namespace Streaming.Ingestion.Sources;

/// <summary>The runs in PostgreSQL. The progress of a run is not written here but together with its page, by the raw store.</summary>
internal sealed class RunStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = "run_id, source, seed, logical_time, page_size, pages, pages_done";
    private const int LongestError = 2_000;

    /// <summary>Records the run as begun; false when it was begun before.</summary>
    public async Task<bool> BeginAsync(Run run, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            INSERT INTO ingestion_runs (run_id, source, seed, logical_time, page_size, pages, status, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'running', $7) ON CONFLICT DO NOTHING
            """,
            run.RunId, run.Source, run.Seed, run.LogicalTime, run.PageSize, run.Pages, time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The oldest run of the source that was begun and neither finished nor given up.</summary>
    public Task<Run?> FindUnfinishedAsync(string source, CancellationToken cancellationToken) =>
        ReadAsync(Command($"SELECT {Columns} FROM ingestion_runs WHERE source = $1 AND status = 'running' ORDER BY logical_time LIMIT 1", source),
            cancellationToken);

    public async Task<Run> LoadAsync(string runId, CancellationToken cancellationToken) =>
        await ReadAsync(Command($"SELECT {Columns} FROM ingestion_runs WHERE run_id = $1", runId), cancellationToken)
        ?? throw new InvalidOperationException($"Run {runId} is not in ingestion_runs any more.");

    public async Task<RunTotals> FinishAsync(string runId, string status, string? error, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            UPDATE ingestion_runs SET status = $2, error = left($3, $4), finished_at = $5 WHERE run_id = $1
            RETURNING fetched, new, duplicate, malformed
            """,
            runId, status, (object?)error ?? DBNull.Value, LongestError, time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RunTotals(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))
            : throw new InvalidOperationException($"Run {runId} is not in ingestion_runs any more.");
    }

    private static async Task<Run?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken)) return null;
            return new Run(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4),
                reader.GetInt32(5), reader.GetInt32(6));
        }
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
