namespace Cassandra;

/// <summary>Who hears of a connection's end and of what the server sends unasked.</summary>
internal interface IConnectionOwner
{
    /// <summary>Once, before the connection's requests fail.</summary>
    void OnClosed(Connection connection, Exception reason);

    void OnEvent(Connection connection, in Frame frame);
}
