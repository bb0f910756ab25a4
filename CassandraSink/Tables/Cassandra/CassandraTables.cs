using Cassandra;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Tables.Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>The tables in Cassandra. Every write carries its version as its timestamp, so that Cassandra itself keeps the newest.</summary>
internal sealed class CassandraTables(
    CassandraConnection connection, IOptions<CassandraOptions> options, IOptions<SinkOptions> limits, SinkMetrics metrics, TimeProvider time) : ITableStore
{
    private readonly UserBatch _users = new(options.Value);
    private readonly StatsBatch _stats = new();
    private PreparedStatements? _statements;
    private RequestWindow? _window;

    public string System => "cassandra";

    public int Count => _users.Count + _stats.Count;

    public int Bytes => _users.Bytes;

    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await connection.OpenAsync(cancellationToken);
            await new SchemaSetup(session, connection.Keyspace, options.Value).RunAsync(cancellationToken);
        }
        catch (NoHostAvailableException unreachable)
        {
            throw new InvalidOperationException(
                $"Cassandra can't be reached ({unreachable.Message}). Start it or correct ConnectionStrings:cassandra, then run setup again.", unreachable);
        }
    }

    public bool TryAdd(int record, UserRow user, out long ingestedAt, out RuleViolation violation) =>
        _users.TryAdd(record, user, out ingestedAt, out violation);

    public void Add(int record, StatsRow stats) => _stats.Add(record, stats);

    public void Clear() => Clear(reuse: false);

    public async Task<WriteResult> WriteAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limits.Value.WriteTimeout);
        var written = false;
        try
        {
            var (window, statements) = await OpenAsync(deadline.Token);
            window.Refused.Clear();
            var upserted = await _users.WriteAsync(window, statements, deadline) + await _stats.WriteAsync(window, statements, deadline);
            written = true;
            return new WriteResult(upserted, Count - upserted - window.Refused.Count, window.Refused);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Cassandra did not answer within Sink:WriteTimeout ({limits.Value.WriteTimeout}) on a write of {Count} rows. {_window?.LastFailure?.Message}",
                _window?.LastFailure);
        }
        catch (NoHostAvailableException unreachable)
        {
            throw new TimeoutException($"Cassandra can't be reached: {unreachable.Message}", unreachable);
        }
        finally
        {
            // A window that was left early still has requests in it, and the driver their values.
            if (!written) _window = null;
            Clear(reuse: written);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private void Clear(bool reuse)
    {
        _users.Clear(reuse);
        _stats.Clear();
    }

    private async Task<(RequestWindow, PreparedStatements)> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await connection.OpenAsync(cancellationToken);
        _statements ??= await PreparedStatements.PrepareAsync(session, connection.Keyspace, cancellationToken);
        _window ??= new RequestWindow(session, options.Value.InFlight, limits.Value.WriteTimeout, metrics, time);
        return (_window, _statements);
    }
}
