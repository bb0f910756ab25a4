using System.Data;
using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>A connection that its one user keeps, with its prepared statements, until something goes wrong on it.</summary>
internal sealed class HeldConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    public async ValueTask<NpgsqlConnection> GetAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: ConnectionState.Open } open) return open;
        await DisposeAsync();
        return _connection = await source.OpenConnectionAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }
}
