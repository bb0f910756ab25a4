using Npgsql.Replication;
using Npgsql.Replication.Internal;
using Npgsql.Replication.PgOutput;
using NpgsqlTypes;
using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Relay;

/// <summary>The slot's stream of messages, each as bytes in one buffer that is reused.</summary>
internal sealed class ReplicationStream : IAsyncDisposable
{
    private static readonly KeyValuePair<string, string?>[] PluginOptions =
        [new("proto_version", "1"), new("publication_names", RawSchema.Publication), new("binary", "true")];

    private static readonly TimeSpan ReadEnds = TimeSpan.FromSeconds(5);

    private readonly LogicalReplicationConnection _connection;
    private readonly IAsyncEnumerator<XLogDataMessage> _messages;
    private byte[] _message = new byte[64 * 1024];
    private int _length;
    private Task<bool> _reading = Task.FromResult(true);

    private ReplicationStream(LogicalReplicationConnection connection, IAsyncEnumerator<XLogDataMessage> messages) =>
        (_connection, _messages) = (connection, messages);

    public ReadOnlySpan<byte> Message => _message.AsSpan(0, _length);

    /// <summary>The end of the WAL that the server has looked at for us, with or without rows in it.</summary>
    public ulong Received => (ulong)_connection.LastReceivedLsn;

    public static async Task<ReplicationStream> OpenAsync(string connectionString, string slot, CancellationToken cancellationToken)
    {
        var connection = new LogicalReplicationConnection(connectionString);
        try
        {
            await connection.Open(cancellationToken);
            var messages = connection.StartLogicalReplication(new PgOutputReplicationSlot(slot), cancellationToken, options: PluginOptions);
            return new ReplicationStream(connection, messages.GetAsyncEnumerator(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the next message. Completes at once when it has arrived already.</summary>
    public ValueTask<bool> NextAsync()
    {
        var next = ReadAsync();
        return next.IsCompleted ? next : new ValueTask<bool>(_reading = next.AsTask());
    }

    /// <summary>Tells the server that all up to here is in the log and need not be sent again.</summary>
    public Task AcknowledgeAsync(ulong end, CancellationToken cancellationToken)
    {
        _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(end));
        return _connection.SendStatusUpdate(cancellationToken);
    }

    /// <summary>
    /// To be called once the token of <see cref="OpenAsync"/> was cancelled: a read under way has to end before its enumerator can be disposed of.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ((Task)_reading).WaitAsync(ReadEnds).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_reading.IsCompleted) await _messages.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async ValueTask<bool> ReadAsync()
    {
        if (!await _messages.MoveNextAsync()) return false;

        var data = _messages.Current.Data;
        _length = (int)data.Length;
        if (_message.Length < _length) _message = new byte[_length];
        await data.ReadExactlyAsync(_message.AsMemory(0, _length));
        return true;
    }
}
