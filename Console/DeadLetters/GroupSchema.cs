namespace Streaming.Console.DeadLetters;

/// <summary>How many letters break each rule: kept by triggers, so that no page counts letters and nobody who changes one has to think of it.</summary>
internal static class GroupSchema
{
    public const string Create = $"""
        CREATE TABLE IF NOT EXISTS console.dead_letter_groups (
            rule text,
            field text,
            open bigint NOT NULL,
            replayed bigint NOT NULL,
            discarded bigint NOT NULL,
            newest bigint NOT NULL,
            PRIMARY KEY (rule, field)
        );
        COMMENT ON TABLE console.dead_letter_groups IS 'How many letters break each rule, by state. Kept by triggers of dead_letter_rules.';

        CREATE OR REPLACE FUNCTION console.count_dead_letters() RETURNS trigger LANGUAGE plpgsql AS $count$
        BEGIN
            IF TG_OP <> 'INSERT' THEN {Gone} END IF;
            IF TG_OP <> 'DELETE' THEN {Added} END IF;
            RETURN NULL;
        END $count$;
        CREATE OR REPLACE TRIGGER added AFTER INSERT ON console.dead_letter_rules
            REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION console.count_dead_letters();
        CREATE OR REPLACE TRIGGER moved AFTER UPDATE ON console.dead_letter_rules
            REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION console.count_dead_letters();
        CREATE OR REPLACE TRIGGER gone AFTER DELETE ON console.dead_letter_rules
            REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION console.count_dead_letters();
        """;

    private const string Added = """
        INSERT INTO console.dead_letter_groups AS known (rule, field, open, replayed, discarded, newest)
        SELECT rule, field, count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'replayed'),
               count(*) FILTER (WHERE state = 'discarded'), max(letter)
        FROM added GROUP BY rule, field ORDER BY rule, field
        ON CONFLICT (rule, field) DO UPDATE SET open = known.open + excluded.open, replayed = known.replayed + excluded.replayed,
            discarded = known.discarded + excluded.discarded, newest = greatest(known.newest, excluded.newest);
        """;

    /// <summary>In the order of the key, as above, so that two transactions wait for each other in one direction only.</summary>
    private const string Gone = """
        INSERT INTO console.dead_letter_groups AS known (rule, field, open, replayed, discarded, newest)
        SELECT rule, field, -count(*) FILTER (WHERE state = 'open'), -count(*) FILTER (WHERE state = 'replayed'),
               -count(*) FILTER (WHERE state = 'discarded'), max(letter)
        FROM gone GROUP BY rule, field ORDER BY rule, field
        ON CONFLICT (rule, field) DO UPDATE SET open = known.open + excluded.open, replayed = known.replayed + excluded.replayed,
            discarded = known.discarded + excluded.discarded;
        """;
}
