namespace Streaming.Ingestion.Relay;

/// <summary>What to tell when the replication slot is gone: rows may be missing from the log, so a new slot must not be made in silence.</summary>
internal static class SlotFaults
{
    public static string Missing(string slot) => $"The replication slot '{slot}' does not exist, though it was made with the raw store. {Remedy(slot)}";

    public static string Invalidated(string slot) =>
        $"The replication slot '{slot}' was invalidated: PostgreSQL has dropped WAL that it needed (see max_slot_wal_keep_size). "
        + $"Drop it with: SELECT pg_drop_replication_slot('{slot}'); {Remedy(slot)}";

    private static string Remedy(string slot) =>
        "Raw rows that were not relayed yet will not come by themselves. "
        + $"Create the slot again with: SELECT pg_create_logical_replication_slot('{slot}', 'pgoutput'); "
        + "then compare raw_users with users_created, whose records carry raw_seq, and push again what is missing.";
}
