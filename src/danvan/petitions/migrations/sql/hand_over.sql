-- A letter that turns out to be a denunciation leaves the register: the one way
-- in which rows of a petition are ever deleted. With it go the petitions it
-- continues, which are copies of the same letter in other units.

-- Append-only stays append-only, but for the owner's function below.
CREATE OR REPLACE FUNCTION petitions_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE'
        AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c
                            WHERE c.oid = TG_RELID)
        AND (to_jsonb(OLD) ->> 'petition_id')::uuid = ANY (coalesce(
            nullif(current_setting('danvan.hand_over', true), ''), '{}')::uuid[])
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'steps of a petition are never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Delete the petition and all that hangs on it, once the vault holds a case of
-- "receiver" under the number of its receipt, so that the citizen goes on having an
-- answer. Returns the files whose bytes must go from the disk.
CREATE FUNCTION petitions_hand_over(petition uuid, receiver bigint) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p petitions_petition;
    first petitions_petition;
    line uuid[];
    gone uuid[];
    matters uuid[];
    before text := current_setting('danvan.units', true);
    hung record;
BEGIN
    SELECT * INTO p FROM petitions_petition x
        WHERE x.id = petition AND (danvan_is_system()
            OR x.unit_id = ANY (danvan_units('petition')))
        FOR UPDATE;
    IF p.id IS NULL THEN
        RAISE EXCEPTION 'no petition of this unit'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH RECURSIVE back AS (
        SELECT p.id, p.origin_id, 0 AS depth
        UNION ALL
        SELECT x.id, x.origin_id, back.depth + 1
        FROM petitions_petition x JOIN back ON x.id = back.origin_id
    )
    SELECT array_agg(back.id ORDER BY back.depth) INTO line FROM back;
    SELECT * INTO first FROM petitions_petition x WHERE x.id = line[cardinality(line)];
    IF EXISTS (SELECT FROM petitions_petition x
               WHERE x.origin_id = ANY (line) AND x.id <> ALL (line))
    THEN
        RAISE EXCEPTION 'the letter went on to another unit'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    -- Nothing is lost: without its case the letter stays.
    PERFORM set_config('danvan.units', receiver::text, true);
    PERFORM FROM vault_sealedcase c
        WHERE c.number = first.number AND c.received_on = first.received_on
            AND c.receiver_id = receiver;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the vault has no case for this letter'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM set_config('danvan.units', coalesce(before, ''), true);

    WITH deleted AS (
        DELETE FROM files_storedfile f
        WHERE f.owner IN (SELECT 'petitions.petition:' || id FROM unnest(line) AS id)
        RETURNING f.id)
    SELECT coalesce(array_agg(id), '{}') INTO gone FROM deleted;
    -- By the catalogue, so that no table that comes later is forgotten: what hangs
    -- on the letter goes with it, what merely names it lets go.
    PERFORM set_config('danvan.hand_over', line::text, true);
    FOR hung IN
        SELECT c.conrelid::regclass AS named, a.attname AS "column", a.attnotnull AS hangs
        FROM pg_constraint c JOIN pg_attribute a
            ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'petitions_petition'::regclass
        ORDER BY c.oid
    LOOP
        EXECUTE format(
            CASE WHEN hung.hangs THEN 'DELETE FROM %s WHERE %I = ANY ($1)'
                ELSE 'UPDATE %s SET %2$I = NULL WHERE %2$I = ANY ($1)' END,
            hung.named, hung."column") USING line;
    END LOOP;
    SELECT array_agg(DISTINCT x.matter_id) INTO matters
        FROM petitions_petition x WHERE x.id = ANY (line);
    DELETE FROM petitions_petition x WHERE x.id = ANY (line);
    -- A matter that nothing else is about goes too.
    FOR hung IN
        SELECT c.conrelid::regclass AS named, a.attname AS "column"
        FROM pg_constraint c JOIN pg_attribute a
            ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'petitions_matter'::regclass
    LOOP
        EXECUTE format('SELECT array_agg(m) FROM unnest($1) m
            WHERE NOT EXISTS (SELECT FROM %s t WHERE t.%I = m)',
            hung.named, hung."column") INTO matters USING matters;
    END LOOP;
    DELETE FROM petitions_matter m WHERE m.id = ANY (matters);
    PERFORM set_config('danvan.hand_over', '', true);
    RETURN gone;
END
$$;

REVOKE ALL ON FUNCTION petitions_hand_over(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_hand_over(uuid, bigint) TO danvan_office;
