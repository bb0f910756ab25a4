namespace Streaming.Console.DeadLetters;

/// <summary>The index of dead letters and what was done with them, made so that making it again changes nothing.</summary>
internal static class Schema
{
    public const string Create = $"""
        CREATE TABLE IF NOT EXISTS console.dead_letters (
            letter bigint PRIMARY KEY,
            topic text,
            partition int,
            "offset" bigint,
            raw_seq bigint,
            run_id text NOT NULL,
            user_id uuid,
            record_key bytea NOT NULL,
            attempts int NOT NULL,
            rejected_at timestamptz NOT NULL,
            rules jsonb NOT NULL,
            original bytea NOT NULL,
            state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
            actions int NOT NULL DEFAULT 0,
            UNIQUE (topic, partition, "offset")
        );
        COMMENT ON TABLE console.dead_letters IS 'Dead letters, each once, as long as users_rejected has them.';
        COMMENT ON COLUMN console.dead_letters.letter IS 'Its number: the offset in users_rejected of its first appearance.';
        COMMENT ON COLUMN console.dead_letters.topic IS 'Where the record was read, with partition and offset; null when the raw row itself was refused.';
        COMMENT ON COLUMN console.dead_letters.actions IS 'How many actions were begun: who acts says how many were seen, so that of two viewers one wins.';
        CREATE UNIQUE INDEX IF NOT EXISTS dead_letters_of_raw_rows ON console.dead_letters (raw_seq) WHERE topic IS NULL;
        CREATE INDEX IF NOT EXISTS dead_letters_by_raw_seq ON console.dead_letters (raw_seq);
        CREATE INDEX IF NOT EXISTS dead_letters_by_state ON console.dead_letters (state, letter);

        CREATE TABLE IF NOT EXISTS console.dead_letter_rules (
            letter bigint,
            rule text,
            field text,
            state text NOT NULL,
            PRIMARY KEY (letter, rule, field)
        );
        COMMENT ON TABLE console.dead_letter_rules IS
            'The rules that each letter breaks, with the letter''s state, so that paging by rule reads one index.';
        CREATE INDEX IF NOT EXISTS dead_letter_rules_by_rule ON console.dead_letter_rules (rule, field, state, letter);

        {GroupSchema.Create}

        CREATE TABLE IF NOT EXISTS console.dead_letter_jobs (
            job bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            kind text NOT NULL CHECK (kind IN ('replay', 'discard')),
            rule text NOT NULL,
            field text NOT NULL,
            next_letter bigint NOT NULL,
            last_letter bigint NOT NULL,
            total bigint NOT NULL,
            done bigint NOT NULL DEFAULT 0,
            left_out bigint NOT NULL DEFAULT 0,
            state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopped', 'failed', 'done')),
            reason text,
            by text NOT NULL,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON TABLE console.dead_letter_jobs IS 'Actions on all open letters of a rule; next_letter is where the job goes on.';

        CREATE TABLE IF NOT EXISTS console.dead_letter_actions (
            action bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            letter bigint NOT NULL,
            kind text NOT NULL CHECK (kind IN ('replay', 'mend', 'discard')),
            job bigint,
            by text NOT NULL,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            state text NOT NULL CHECK (state IN ('begun', 'interrupted', 'failed', 'done')),
            finished_at timestamptz,
            raw_seq bigint,
            result text
        );
        COMMENT ON TABLE console.dead_letter_actions IS 'What was done with letters; kept when the letter is gone.';
        COMMENT ON COLUMN console.dead_letter_actions.raw_seq IS 'The raw row that the letter came back in as.';
        CREATE INDEX IF NOT EXISTS dead_letter_actions_by_letter ON console.dead_letter_actions (letter, action);

        CREATE TABLE IF NOT EXISTS console.dead_letter_position (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            next_offset bigint NOT NULL
        );
        COMMENT ON TABLE console.dead_letter_position IS 'How far users_rejected is in the index: the offset to read next.';
        INSERT INTO console.dead_letter_position (next_offset) VALUES (0) ON CONFLICT DO NOTHING;
        """;
}
