namespace Cassandra;

/// <summary>Writes the bodies of QUERY, EXECUTE and BATCH.</summary>
internal static class StatementWriter
{
    private const byte HasValues = 0x01;
    private const byte HasPageSize = 0x04;
    private const byte HasPagingState = 0x08;
    private const byte HasSerialConsistency = 0x10;
    private const byte HasTimestamp = 0x20;

    /// <param name="timestamp">Microseconds since 1970; <see cref="long.MinValue"/> sends none.</param>
    /// <param name="serial">Null sends none, which means Serial.</param>
    public static void Write(
        WriteBuffer buffer, Statement statement, ConsistencyLevel consistency, long timestamp, int pageSize, byte[]? pagingState, ConsistencyLevel? serial)
    {
        var isBatch = statement.Opcode == Opcode.Batch;
        var hasValues = !isBatch && statement.ValueCount > 0;
        var flags = (hasValues ? HasValues : 0)
            | (!isBatch ? HasPageSize : 0)
            | (pagingState is not null && !isBatch ? HasPagingState : 0)
            | (serial is not null ? HasSerialConsistency : 0)
            | (timestamp != long.MinValue ? HasTimestamp : 0);
        statement.WriteQuery(buffer);
        buffer.WriteShort((int)consistency);
        buffer.WriteByte((byte)flags);
        if (hasValues) statement.WriteValues(buffer);
        if ((flags & HasPageSize) != 0) buffer.WriteInt(pageSize);
        if ((flags & HasPagingState) != 0) buffer.WriteBytes(pagingState);
        if (serial is { } level) buffer.WriteShort((int)level);
        if (timestamp != long.MinValue) buffer.WriteLong(timestamp);
    }
}
