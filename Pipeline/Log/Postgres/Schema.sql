-- The log in PostgreSQL. Run as a whole, by one session at a time; running it again changes nothing.
CREATE SCHEMA IF NOT EXISTS log;

CREATE TABLE IF NOT EXISTS log.topics (
    name       text COLLATE "C" PRIMARY KEY,
    partitions int NOT NULL,
    retention  interval NOT NULL
);

-- An append holds its counter's row lock until it commits, so that offsets are given out in commit order and a reader meets no gap.
-- Pages are kept nearly empty: an update then finds room in its page and touches no index.
CREATE TABLE IF NOT EXISTS log.partitions (
    topic       text COLLATE "C" NOT NULL REFERENCES log.topics,
    partition   int NOT NULL,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS log.members (
    group_name text COLLATE "C" NOT NULL,
    member     uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (group_name, member)
) WITH (fillfactor = 20);

-- Who reads a partition for a group, and how far it is. A lease lasts as long as its member; each new owner gets a higher epoch.
CREATE TABLE IF NOT EXISTS log.leases (
    group_name text COLLATE "C" NOT NULL,
    topic      text COLLATE "C" NOT NULL,
    partition  int NOT NULL,
    member     uuid,
    epoch      bigint NOT NULL DEFAULT 0,
    committed  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (group_name, topic, partition),
    FOREIGN KEY (topic, partition) REFERENCES log.partitions
) WITH (fillfactor = 20);

-- Adds a topic, or changes the retention of one that is there. Returns the partitions it has.
CREATE OR REPLACE FUNCTION log.create_topic(p_name text, p_partitions int, p_retention interval) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log.topics VALUES (p_name, p_partitions, p_retention) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO log.partitions (topic, partition) SELECT p_name, p FROM generate_series(0, p_partitions - 1) p;
        -- A row is one batch of records, laid out as RecordLayout.cs says. Batches up to a page lie in the row itself, larger ones beside it.
        EXECUTE format('CREATE TABLE log.%I (
            partition    int NOT NULL,
            base_offset  bigint NOT NULL,
            record_count int NOT NULL,
            appended_at  timestamptz NOT NULL,
            records      bytea NOT NULL,
            PRIMARY KEY (partition, base_offset)) WITH (toast_tuple_target = 8160)', p_name);
        EXECUTE format('ALTER TABLE log.%I ALTER records SET STORAGE EXTERNAL', p_name);
    ELSE
        UPDATE log.topics SET retention = p_retention WHERE name = p_name AND retention <> p_retention;
    END IF;
    RETURN (SELECT partitions FROM log.topics WHERE name = p_name);
END $$;

CREATE OR REPLACE FUNCTION log.notify_group(p_group text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_notify('log.group.' || p_group, '');
$$;

-- A member's heartbeat: keeps it alive, buries the dead, and takes free partitions up to its fair share. Returns the leases that it holds;
-- those in excess of its share it has to release.
CREATE OR REPLACE FUNCTION log.heartbeat(p_group text, p_member uuid, p_topics text[], p_ttl interval)
RETURNS TABLE (topic text, partition int, epoch bigint, committed bigint, excess boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    missing text := (SELECT t FROM unnest(p_topics) t WHERE t NOT IN (SELECT name FROM log.topics) LIMIT 1);
    share   int;
BEGIN
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'The topic % does not exist.', missing USING ERRCODE = 'LOG02';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('log.group.' || p_group, 0));

    UPDATE log.members SET expires_at = clock_timestamp() + p_ttl WHERE group_name = p_group AND member = p_member;
    IF NOT FOUND THEN
        INSERT INTO log.members VALUES (p_group, p_member, clock_timestamp() + p_ttl);
        INSERT INTO log.leases (group_name, topic, partition)
        SELECT p_group, p.topic, p.partition FROM log.partitions p WHERE p.topic = ANY (p_topics) ON CONFLICT DO NOTHING;
        PERFORM log.notify_group(p_group);
    END IF;

    DELETE FROM log.members WHERE group_name = p_group AND expires_at < clock_timestamp();
    IF FOUND THEN PERFORM log.notify_group(p_group); END IF;
    UPDATE log.leases l SET member = NULL
    WHERE group_name = p_group AND member IS NOT NULL
      AND NOT EXISTS (SELECT FROM log.members m WHERE m.group_name = p_group AND m.member = l.member);

    -- The first members, in the order of their ids, have one partition more when they do not come out even.
    SELECT (p.total + m.total - 1 - m.before) / m.total INTO share
    FROM (SELECT count(*) AS total FROM log.leases l WHERE group_name = p_group AND l.topic = ANY (p_topics)) p,
         (SELECT count(*) AS total, count(*) FILTER (WHERE member < p_member) AS before FROM log.members WHERE group_name = p_group) m;

    UPDATE log.leases l SET member = p_member, epoch = l.epoch + 1
    FROM (SELECT f.topic, f.partition FROM log.leases f
          WHERE f.group_name = p_group AND f.topic = ANY (p_topics) AND f.member IS NULL
          ORDER BY f.topic, f.partition
          LIMIT greatest(0, share - (SELECT count(*) FROM log.leases o WHERE o.group_name = p_group AND o.member = p_member))) free
    WHERE l.group_name = p_group AND l.topic = free.topic AND l.partition = free.partition;

    RETURN QUERY
    SELECT l.topic, l.partition, l.epoch, l.committed, row_number() OVER (ORDER BY l.topic, l.partition) > share
    FROM log.leases l WHERE l.group_name = p_group AND l.member = p_member;
END $$;

-- Gives some of a member's leases back.
CREATE OR REPLACE FUNCTION log.release(p_group text, p_member uuid, p_topics text[], p_partitions int[]) RETURNS void LANGUAGE sql AS $$
    UPDATE log.leases l SET member = NULL FROM unnest(p_topics, p_partitions) r (topic, partition)
    WHERE l.group_name = p_group AND l.member = p_member AND l.topic = r.topic AND l.partition = r.partition;
    SELECT log.notify_group(p_group);
$$;

-- Takes a member out of its group.
CREATE OR REPLACE FUNCTION log.leave(p_group text, p_member uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE log.leases SET member = NULL WHERE group_name = p_group AND member = p_member;
    DELETE FROM log.members WHERE group_name = p_group AND member = p_member;
    SELECT log.notify_group(p_group);
$$;

-- Raises the epochs of a member's leases: a commit of its own that is still under way somewhere is waited for or fenced.
CREATE OR REPLACE FUNCTION log.renew(p_group text, p_member uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE log.leases SET epoch = epoch + 1 WHERE group_name = p_group AND member = p_member;
$$;

-- Sets a group's offsets, if the member still holds all these leases; else raises LOG01, which undoes the appends of the same transaction.
CREATE OR REPLACE FUNCTION log.commit(p_group text, p_member uuid, p_topics text[], p_partitions int[], p_epochs bigint[], p_offsets bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held int;
BEGIN
    UPDATE log.leases l SET committed = c.committed
    FROM unnest(p_topics, p_partitions, p_epochs, p_offsets) c (topic, partition, epoch, committed)
    WHERE l.group_name = p_group AND l.topic = c.topic AND l.partition = c.partition AND l.member = p_member AND l.epoch = c.epoch;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < cardinality(p_topics) THEN
        RAISE EXCEPTION 'A partition of group % belongs to another member now.', p_group USING ERRCODE = 'LOG01';
    END IF;
END $$;

-- Sets what a group has committed, unless it has members: then false. Members that are dead or stand still are fenced by the higher epoch.
CREATE OR REPLACE FUNCTION log.rewind(p_group text, p_topics text[], p_partitions int[], p_offsets bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found int;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('log.group.' || p_group, 0));
    IF EXISTS (SELECT FROM log.members WHERE group_name = p_group AND expires_at >= clock_timestamp()) THEN
        RETURN false;
    END IF;
    UPDATE log.leases l SET committed = r.committed, member = NULL, epoch = l.epoch + 1
    FROM unnest(p_topics, p_partitions, p_offsets) r (topic, partition, committed)
    WHERE l.group_name = p_group AND l.topic = r.topic AND l.partition = r.partition;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < cardinality(p_topics) THEN
        RAISE EXCEPTION 'There is no group % that reads all of these partitions.', p_group USING ERRCODE = 'LOG02';
    END IF;
    RETURN true;
END $$;

-- The offset of the first batch that was appended at a time or later, else the end. Bisects, as times ascend with offsets and have no index;
-- where a clock was set back it finds one of several that fit.
CREATE OR REPLACE FUNCTION log.offset_at(p_topic text, p_partition int, p_time timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    batch record;
    low   bigint;
    high  bigint;
BEGIN
    EXECUTE format('SELECT coalesce((SELECT min(base_offset) FROM log.%I WHERE partition = $1), next_offset), next_offset
                    FROM log.partitions WHERE topic = $2 AND partition = $1', p_topic) INTO low, high USING p_partition, p_topic;
    IF high IS NULL THEN
        RAISE EXCEPTION 'The topic % does not have the partition %.', p_topic, p_partition USING ERRCODE = 'LOG02';
    END IF;
    WHILE low < high LOOP
        EXECUTE format('SELECT base_offset, record_count, appended_at FROM log.%I WHERE partition = $1 AND base_offset <= $2
                        ORDER BY base_offset DESC LIMIT 1', p_topic) INTO batch USING p_partition, (low + high) / 2;
        IF batch.appended_at < p_time THEN
            low := batch.base_offset + batch.record_count;
        ELSE
            high := batch.base_offset;
        END IF;
    END LOOP;
    RETURN low;
END $$;

-- For people, in psql: SELECT * FROM log.records('users_created', from_offset => 100) LIMIT 10;
CREATE OR REPLACE FUNCTION log.int32(data bytea, at int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT get_byte(data, at) | (get_byte(data, at + 1) << 8) | (get_byte(data, at + 2) << 16) | (get_byte(data, at + 3) << 24);
$$;

CREATE OR REPLACE FUNCTION log.readable(data bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN convert_from(data, 'UTF8');
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
    RETURN encode(data, 'escape');
END $$;

CREATE OR REPLACE FUNCTION log.records(p_topic text, p_partition int DEFAULT NULL, from_offset bigint DEFAULT 0)
RETURNS TABLE (partition int, "offset" bigint, appended_at timestamptz, key text, raw_seq bigint, traceparent text, run_id text, schema_id int, value text)
LANGUAGE plpgsql AS $$
DECLARE
    batch record;
    at    int;
    trace int;
    run   int;
    keys  int;
    size  int;
    bytes bytea;
BEGIN
    FOR batch IN EXECUTE format('SELECT * FROM log.%I WHERE ($1 IS NULL OR partition = $1) AND base_offset + record_count > $2
                                 ORDER BY partition, base_offset', p_topic) USING p_partition, from_offset
    LOOP
        at := 0;
        FOR i IN 0 .. batch.record_count - 1 LOOP
            keys := log.int32(batch.records, at + 4);
            size := log.int32(batch.records, at + 8);
            trace := get_byte(batch.records, at + 20);
            run := get_byte(batch.records, at + 21);
            IF batch.base_offset + i >= from_offset THEN
                partition := batch.partition;
                "offset" := batch.base_offset + i;
                appended_at := batch.appended_at;
                raw_seq := (log.int32(batch.records, at + 16)::bigint << 32) | (log.int32(batch.records, at + 12)::bigint & 4294967295);
                traceparent := log.readable(substr(batch.records, at + 23, trace));
                run_id := log.readable(substr(batch.records, at + 23 + trace, run));
                key := log.readable(substr(batch.records, at + 23 + trace + run, keys));
                bytes := substr(batch.records, at + 23 + trace + run + keys, size);
                -- Confluent's wire format: a zero byte, the schema's id (big-endian), the value itself.
                schema_id := NULL;
                IF size >= 5 THEN
                    IF get_byte(bytes, 0) = 0 THEN
                        schema_id := (get_byte(bytes, 1) << 24) | (get_byte(bytes, 2) << 16) | (get_byte(bytes, 3) << 8) | get_byte(bytes, 4);
                        bytes := substr(bytes, 6);
                    END IF;
                END IF;
                value := log.readable(bytes);
                RETURN NEXT;
            END IF;
            at := at + 22 + trace + run + keys + size;
        END LOOP;
    END LOOP;
END $$;
