-- The second lock on what is kept of a letter's likeness, and the look-ups by it.

CALL danvan_lock('petitions_similarity');
CREATE POLICY units ON petitions_similarity TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[]));

CALL danvan_lock('petitions_advice');
CREATE POLICY units ON petitions_advice TO danvan_office USING (
    EXISTS (SELECT FROM petitions_petition p WHERE p.id = petition_id
        AND p.unit_id = ANY ((SELECT danvan_units('petition'))::bigint[])));

-- Under the lock an index over arrays would not be used: its operator may tell of
-- rows that are hidden. These functions look as the owner and keep to the units
-- themselves. "wide": all units, for a step that said why (danvan.accounts.scope).

CREATE FUNCTION petitions_scope(wide boolean) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF danvan_is_system() THEN
        RETURN NULL;  -- every unit
    END IF;
    IF wide THEN
        RAISE EXCEPTION 'letters of other units are not looked through'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN danvan_units('petition');
END
$$;

-- (The planner takes keys that are nearly all different for frequent ones and would
-- read the whole table: hence no sequential scan.)

-- The letters that share most keys with these, the most alike first.
CREATE FUNCTION petitions_alike(wanted bigint[], wide boolean, most integer)
RETURNS TABLE (petition uuid, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    units bigint[] := petitions_scope(wide);
BEGIN
    RETURN QUERY
        SELECT s.petition_id, s.words FROM petitions_similarity s
        WHERE s.keys && wanted AND (units IS NULL OR s.unit_id = ANY (units))
        ORDER BY (SELECT count(*) FROM unnest(s.keys) k WHERE k = ANY (wanted)) DESC,
            s.petition_id
        LIMIT most;
END
$$;

-- The letters since a day with one of these marks, the latest first.
CREATE FUNCTION petitions_marked(wanted bigint[], wide boolean, since date, most integer)
RETURNS TABLE (petition uuid, marks bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    units bigint[] := petitions_scope(wide);
BEGIN
    RETURN QUERY
        SELECT s.petition_id, s.marks FROM petitions_similarity s
        JOIN petitions_petition p ON p.id = s.petition_id
        WHERE s.marks && wanted AND p.received_on >= since
            AND (units IS NULL OR s.unit_id = ANY (units))
        ORDER BY p.received_on DESC, s.petition_id
        LIMIT most;
END
$$;

-- What the public's process keeps of the letter it has just taken in, once.
CREATE FUNCTION petitions_resemble(petition uuid, said jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO petitions_similarity (petition_id, unit_id, words, keys, marks, recipe)
        SELECT p.id, p.unit_id, left(s.words, 40000), s.keys[:200], s.marks[:20], s.recipe
        FROM petitions_petition p,
            jsonb_populate_record(NULL::petitions_similarity, said) s
        WHERE p.id = petition AND p.channel = 'online'
            AND p.received_at > transaction_timestamp() - interval '5 minutes'
        ON CONFLICT DO NOTHING;
END
$$;

REVOKE ALL ON FUNCTION petitions_scope(boolean),
    petitions_alike(bigint[], boolean, integer),
    petitions_marked(bigint[], boolean, date, integer),
    petitions_resemble(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_scope(boolean),
    petitions_alike(bigint[], boolean, integer),
    petitions_marked(bigint[], boolean, date, integer) TO danvan_office;
GRANT EXECUTE ON FUNCTION petitions_resemble(uuid, jsonb) TO danvan_portal, danvan_office;
