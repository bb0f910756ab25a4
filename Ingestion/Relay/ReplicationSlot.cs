using Npgsql;
using Streaming.Ingestion.RawStore;
using Streaming.Pipeline.Loops;

namespace Streaming.Ingestion.Relay;

/// <summary>What PostgreSQL says about the relay's slot.</summary>
internal static class ReplicationSlot
{
    /// <exception cref="LoopFaultedException">The slot is gone, or PostgreSQL has dropped WAL that it needed.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = $1 AND database = current_database()");
        command.Parameters.Add(new() { Value = RawSchema.Slot });
        var lost = await command.ExecuteScalarAsync(cancellationToken);
        if (lost is null) throw new LoopFaultedException(SlotFaults.Missing);
        if (lost is true) throw new LoopFaultedException(SlotFaults.Invalidated);
    }

    /// <summary>Whether streaming ended because the slot is gone, rather than the connection.</summary>
    public static LoopFaultedException? FaultOf(PostgresException failure) => failure switch
    {
        { SqlState: PostgresErrorCodes.UndefinedObject } when failure.MessageText.Contains("replication slot") => new LoopFaultedException(SlotFaults.Missing, failure),
        { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } => new LoopFaultedException(SlotFaults.Invalidated, failure),
        _ => null,
    };

    /// <summary>Bytes of WAL that the slot holds back; 0 when there is no slot.</summary>
    public static async Task<long> LagBytesAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint FROM pg_replication_slots WHERE slot_name = $1 AND database = current_database()");
        command.Parameters.Add(new() { Value = RawSchema.Slot });
        return await command.ExecuteScalarAsync(cancellationToken) is long bytes ? bytes : 0;
    }
}
