using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Relay;

/// <summary>What to tell when the replication slot is gone: rows may be missing from the log, so a new slot must not be made in silence.</summary>
internal static class SlotFaults
{
    private const string Remedy =
        $"Raw rows that were not relayed yet will not come by themselves. Create the slot again with: SELECT pg_create_logical_replication_slot('{RawSchema.Slot}', 'pgoutput'); " +
        "then send the rows of raw_users again whose seq is greater than the last raw_seq in users_created, or push them again.";

    public const string Missing = $"The replication slot '{RawSchema.Slot}' does not exist, though there are raw rows. {Remedy}";

    public const string Invalidated =
        $"The replication slot '{RawSchema.Slot}' was invalidated: PostgreSQL has dropped WAL that it needed (see max_slot_wal_keep_size). " +
        $"Drop it with: SELECT pg_drop_replication_slot('{RawSchema.Slot}'); {Remedy}";
}
