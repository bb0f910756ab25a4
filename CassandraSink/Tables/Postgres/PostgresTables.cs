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
        deadline.CancelAfter(options.Value.WriteTimeout);
        _refused.Clear();
        try
        {
            var changed = await WriteAsync(_users, deadline.Token) + await WriteAsync(_stats, deadline.Token);
            return new WriteResult(changed, Count - changed - _refused.Count, _refused);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await DisconnectAsync();
            throw new TimeoutException($"PostgreSQL did not take {Count} rows within Sink:WriteTimeout ({options.Value.WriteTimeout}).");
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

    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private Task<int> WriteAsync(ITableBatch batch, CancellationToken cancellationToken) =>
        WriteAsync(batch, 0, batch.Count, trustLookup: true, cancellationToken);

    /// <summary>Halves what the server refuses until the rows are left that it refuses for themselves.</summary>
    private async Task<int> WriteAsync(ITableBatch batch, int start, int count, bool trustLookup, CancellationToken cancellationToken)
    {
        if (count == 0) return 0;
        try
        {
            return await TransactAsync(batch, start, count, trustLookup, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && trustLookup)
        {
            return await WriteAsync(batch, start, count, trustLookup: false, cancellationToken);
        }
        catch (PostgresException exception) when (IsForTheRow(exception.SqlState))
        {
            if (count > 1)
            {
                var half = count / 2;
                return await WriteAsync(batch, start, half, trustLookup, cancellationToken)
                    + await WriteAsync(batch, start + half, count - half, trustLookup, cancellationToken);
            }

            _refused.Add(new Refusal(batch.RecordAt(start), $"{exception.SqlState}: {exception.MessageText}"));
            return 0;
        }
    }

    private async Task<int> TransactAsync(ITableBatch batch, int start, int count, bool trustLookup, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = await batch.WriteAsync(connection, start, count, trustLookup, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
            await using var command = new NpgsqlCommand(UserBatch.CreateStaging, connection);
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
