using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>
/// The tables in PostgreSQL, over one connection. Commits are synchronous: one for thousands of rows costs nothing to speak of, and the offsets that are
/// committed next may be in another server.
/// </summary>
internal sealed class PostgresTables(NpgsqlDataSource source, IOptions<SinkOptions> options) : ITableStore
{
    private const string Savepoint = "attempt";

    private readonly UserBatch _users = new();
    private readonly StatsBatch _stats = new();
    private readonly List<Refusal> _refused = [];
    private NpgsqlConnection? _connection;

    public string System => "postgresql";

    public int Count => _users.Count + _stats.Count;

    public int Bytes => _users.Bytes;

    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(Schema.Create, connection)) await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public bool TryAdd(int record, UserRow user, out long ingestedAt, out RuleViolation violation) =>
        _users.TryAdd(record, user, out ingestedAt, out violation);

    public void Add(int record, StatsRow stats) => _stats.Add(record, stats);

    public void Clear()
    {
        _users.Clear();
        _stats.Clear();
    }

    public async Task<WriteResult> WriteAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _refused.Clear();
        try
        {
            var changed = await WriteAsync(_users, deadline) + await WriteAsync(_stats, deadline);
            return new WriteResult(changed, Count - changed - _refused.Count, _refused);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await DisconnectAsync();
            throw new TimeoutException($"PostgreSQL did not answer within Sink:WriteTimeout ({options.Value.WriteTimeout}) on a write of {Count} rows.");
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
        finally
        {
            Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _users.Dispose();
    }

    /// <summary>
    /// Writes the batch in one transaction. Where the server refuses a range the next is a quarter of it, and where it takes one the next is twice
    /// as large: a bad row among good ones costs a few attempts, a batch of bad ones one attempt a row. Each attempt has a deadline of its own, so
    /// that no batch is too bad to end.
    /// </summary>
    private async Task<int> WriteAsync(ITableBatch batch, CancellationTokenSource deadline)
    {
        if (batch.Count == 0) return 0;

        deadline.CancelAfter(options.Value.WriteTimeout);
        var connection = await ConnectAsync(deadline.Token);
        await using var transaction = await connection.BeginTransactionAsync(deadline.Token);
        var (changed, trustLookup) = (0, true);
        for (int start = 0, size = batch.Count; start < batch.Count;)
        {
            size = Math.Min(size, batch.Count - start);
            deadline.CancelAfter(options.Value.WriteTimeout);
            await transaction.SaveAsync(Savepoint, deadline.Token);
            try
            {
                changed += await batch.WriteAsync(connection, start, size, trustLookup, deadline.Token);
                start += size;
                size *= 2;
                if (start < batch.Count) await transaction.ReleaseAsync(Savepoint, deadline.Token);
                continue;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && trustLookup)
            {
                trustLookup = false;
            }
            catch (PostgresException exception) when (IsForTheRow(exception.SqlState))
            {
                if (size == 1) _refused.Add(new Refusal(batch.RecordAt(start++), $"{exception.SqlState}: {exception.MessageText}"));
                else size = Math.Max(size / 4, 1);
            }

            await transaction.RollbackAsync(Savepoint, deadline.Token);
        }

        deadline.CancelAfter(options.Value.WriteTimeout);
        await transaction.CommitAsync(deadline.Token);
        return changed;
    }

    /// <summary>Data exceptions, integrity constraint violations, and limits of the server that a row exceeds, as an index entry's size.</summary>
    private static bool IsForTheRow(string sqlState) => sqlState[..2] is "22" or "23" or "54" && sqlState != PostgresErrorCodes.BadCopyFileFormat;

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null) return _connection;

        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(UserBatch.Prepare, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is null) return;
        await _connection.DisposeAsync();
        _connection = null;
    }
}
