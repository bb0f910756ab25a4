namespace Cassandra;

/// <summary>Asks a silent connection for a sign of life; without one it is closed.</summary>
internal sealed class HeartbeatRequest(Connection connection, Action alive) : IPendingRequest
{
    public Opcode Opcode => Opcode.Options;

    public int TimeoutMillis => SocketOptions.DefaultReadTimeoutMillis;

    public long Deadline { get; set; }

    public void Write(WriteBuffer buffer)
    {
    }

    public void OnResponse(in Frame frame) => alive();

    public void OnFailure(Exception exception) => connection.Close(exception);
}
