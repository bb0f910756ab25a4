using System.Net.Sockets;

namespace Cassandra;

/// <summary>The driver's own requests.</summary>
internal static class ConnectionRequests
{
    /// <exception cref="SocketException">The connection is closed, or broke.</exception>
    /// <exception cref="DriverException">The server's error, <see cref="OperationTimedOutException"/>, or <see cref="BusyPoolException"/>.</exception>
    public static Task<Response> RequestAsync(this Connection connection, Opcode opcode, int timeoutMillis, Action<WriteBuffer> write)
    {
        var request = new OwnRequest(connection, opcode, timeoutMillis, write);
        return connection.TrySend(request, own: true) switch
        {
            SendResult.Sent => request.Task,
            SendResult.Busy => throw new BusyPoolException(connection.Address, connection.InFlight, 1),
            _ => throw new SocketException((int)SocketError.NotConnected),
        };
    }

    public static async Task<RowSet> QueryAsync(this Connection connection, string query, int timeoutMillis)
    {
        var response = await connection.RequestAsync(Opcode.Query, timeoutMillis, buffer =>
        {
            buffer.WriteLongString(query);
            buffer.WriteShort((int)ConsistencyLevel.One);
            buffer.WriteByte(0);
        }).ConfigureAwait(false);
        var kind = (ResultKind)new BodyReader(response.Body).ReadInt();
        return new RowSet(kind == ResultKind.Rows ? RowPage.Read(response.Body[4..]) : RowPage.Empty, null, ConsistencyLevel.One, null, null);
    }

    public static async Task<(byte[] Id, RowSetMetadata Variables)> PrepareAsync(this Connection connection, string query, int timeoutMillis)
    {
        var response = await connection.RequestAsync(Opcode.Prepare, timeoutMillis, buffer => buffer.WriteLongString(query)).ConfigureAwait(false);
        return ReadPrepared(response.Body);
    }

    public static Task UseAsync(this Connection connection, string keyspace, int timeoutMillis) =>
        connection.QueryAsync($"USE {CqlIdentifier.Quote(keyspace)}", timeoutMillis);

    private static (byte[] Id, RowSetMetadata Variables) ReadPrepared(byte[] body)
    {
        var reader = new BodyReader(body);
        if ((ResultKind)reader.ReadInt() != ResultKind.Prepared) throw new DriverInternalError("The server did not answer PREPARE with a prepared statement.");
        return (reader.ReadShortBytes().ToArray(), RowSetMetadata.Read(ref reader, forMarkers: true));
    }
}
