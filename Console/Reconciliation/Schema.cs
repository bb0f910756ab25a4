namespace Streaming.Console.Reconciliation;

internal static class Schema
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS console.reconciliations (
            subject text PRIMARY KEY,
            checked_at timestamptz NOT NULL,
            accepted bigint NOT NULL,
            duplicate bigint NOT NULL,
            raw bigint NOT NULL,
            published bigint NOT NULL,
            stored bigint NOT NULL,
            rejected bigint NOT NULL,
            in_flight bigint NOT NULL,
            missing bigint NOT NULL,
            missing_ids uuid[] NOT NULL
        );
        COMMENT ON TABLE console.reconciliations IS 'What the newest check of a minute or of a run has found.';
        COMMENT ON COLUMN console.reconciliations.missing_ids IS 'The first 1,000 of the missing.';
        """;
}
