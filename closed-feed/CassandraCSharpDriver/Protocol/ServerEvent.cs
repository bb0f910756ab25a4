using System.Net;

namespace Cassandra;

/// <summary>What an EVENT frame tells of.</summary>
/// <param name="Schema">The keyspace or table that changed.</param>
/// <param name="Announced">The host that is up, or new.</param>
internal readonly record struct ServerEvent(SchemaChangedEventArgs? Schema, IPEndPoint? Announced)
{
    private const string Topology = "TOPOLOGY_CHANGE";
    private const string Status = "STATUS_CHANGE";
    private const string SchemaChange = "SCHEMA_CHANGE";

    /// <summary>Writes the body of REGISTER.</summary>
    public static void WriteKinds(WriteBuffer buffer)
    {
        buffer.WriteShort(3);
        buffer.WriteString(Topology);
        buffer.WriteString(Status);
        buffer.WriteString(SchemaChange);
    }

    public static ServerEvent Read(ReadOnlySpan<byte> body)
    {
        var reader = new BodyReader(body);
        return reader.ReadString() switch
        {
            SchemaChange => new ServerEvent(ReadSchema(ref reader), null),
            Topology or Status => new ServerEvent(null, reader.ReadString() is "UP" or "NEW_NODE" ? reader.ReadInet() : null),
            _ => default,
        };
    }

    private static SchemaChangedEventArgs ReadSchema(ref BodyReader reader)
    {
        var kind = Enum.Parse<SchemaChangedEventArgs.Kind>(reader.ReadString(), ignoreCase: true);
        var target = reader.ReadString();
        return new SchemaChangedEventArgs
        {
            What = kind,
            Keyspace = reader.ReadString(),
            Table = target == "TABLE" ? reader.ReadString() : null,
        };
    }
}
