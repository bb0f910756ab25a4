using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Queries;

namespace Streaming.Ingestion.Relay;

/// <summary>What PostgreSQL says about the relay's slot.</summary>
internal sealed class ReplicationSlot(NpgsqlDataSource database, IOptions<RelayOptions> options)
{
    public string Name => options.Value.Slot;

    /// <summary>Creates the slot where there is none. To be called before the first raw row.</summary>
    /// <exception cref="InvalidOperationException">There are raw rows: a new slot would miss those that were not relayed.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var (isThere, lastSeq) = (await database
            .Query("SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1), last_seq FROM ingestion_clock", Name)
            .ListAsync(row => (row.GetBoolean(0), row.GetInt64(1)), cancellationToken)).Single();
        if (isThere) return;
        if (lastSeq > 0) throw new InvalidOperationException(SlotFaults.Missing(Name));
        await database.Query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", Name).DoAsync(cancellationToken);
    }

    /// <exception cref="LoopFaultedException">The slot is gone, or PostgreSQL has dropped WAL that it needed.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var lost = await database
            .Query("SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = $1 AND database = current_database()", Name)
            .ScalarAsync(cancellationToken);
        if (lost is null) throw new LoopFaultedException(SlotFaults.Missing(Name));
        if (lost is true) throw new LoopFaultedException(SlotFaults.Invalidated(Name));
    }

    /// <summary>Whether streaming ended because the slot is gone, rather than the connection.</summary>
    public LoopFaultedException? FaultOf(PostgresException failure) => failure switch
    {
        { SqlState: PostgresErrorCodes.UndefinedObject } when failure.MessageText.Contains(Name) => new LoopFaultedException(SlotFaults.Missing(Name), failure),
        { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } when failure.MessageText.Contains(Name) =>
            new LoopFaultedException(SlotFaults.Invalidated(Name), failure),
        _ => null,
    };

    /// <summary>Bytes of WAL that the slot holds back; 0 when there is no slot.</summary>
    public async Task<long> LagBytesAsync(CancellationToken cancellationToken)
    {
        var held = await database.Query(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint FROM pg_replication_slots "
            + "WHERE slot_name = $1 AND database = current_database()", Name).ScalarAsync(cancellationToken);
        return held is long bytes ? bytes : 0;
    }
}
