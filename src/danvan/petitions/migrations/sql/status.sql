-- What became of a petition, for whoever holds its number and code. Returns
-- {"result": "found" | "wrong" | "throttled", …}. A wrong code and an unknown
-- number cost the same and say the same.
CREATE FUNCTION petitions_status(wanted text, hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_is timestamptz := clock_timestamp();
    hit petitions_petition;
BEGIN
    -- One look-up of a number at a time, so that tries cannot be overcounted.
    PERFORM pg_advisory_xact_lock(hashtextextended('petitions_status' || wanted, 0));
    IF (SELECT count(*) >= 10 FROM petitions_wrongtry t
        WHERE t.number = wanted AND t.at > now_is - interval '1 hour')
       OR (SELECT count(*) >= 1200 FROM petitions_wrongtry t
           WHERE t.at > now_is - interval '1 minute')
    THEN
        RETURN jsonb_build_object('result', 'throttled');
    END IF;

    SELECT * INTO hit FROM petitions_petition p
        WHERE p.number = wanted AND p.code_hash = hash AND p.code_hash <> ''
            AND p.kind <> 'denunciation';
    IF hit.id IS NULL THEN
        DELETE FROM petitions_wrongtry t WHERE t.at < now_is - interval '1 hour';
        INSERT INTO petitions_wrongtry (number, at) VALUES (wanted, now_is);
        RETURN jsonb_build_object('result', 'wrong');
    END IF;
    RETURN petitions_course(hit.id) || jsonb_build_object('result', 'found');
END
$$;

-- The course of a petition and of what other units made of it after a transfer:
-- the citizen keeps one number and one code.
CREATE FUNCTION petitions_course(first uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE line AS (
        SELECT p.*, 0 AS depth FROM petitions_petition p WHERE p.id = first
        UNION ALL
        SELECT p.*, line.depth + 1 FROM petitions_petition p
            JOIN line ON p.origin_id = line.id
    ),
    last AS (SELECT * FROM line ORDER BY depth DESC LIMIT 1),
    term AS (
        SELECT d.* FROM petitions_deadline d JOIN last ON d.petition_id = last.id
        ORDER BY d.ended_on IS NOT NULL, d.id DESC LIMIT 1
    )
    SELECT jsonb_build_object(
        'number', (SELECT number FROM line WHERE depth = 0),
        'received_on', (SELECT received_on FROM line WHERE depth = 0),
        'state', last.state, 'unit_name', u.name,
        'due', term.due, 'vi', term.sentence_vi, 'en', term.sentence_en,
        'steps', (SELECT jsonb_agg(jsonb_build_object(
                'state', s.to_state, 'on', s."on", 'to', s.to_name,
                'reasons', s.reasons) ORDER BY line.depth, s.seq)
            FROM petitions_step s JOIN line ON s.petition_id = line.id),
        'answer', (SELECT r.text FROM petitions_reply r
            JOIN line ON r.petition_id = line.id ORDER BY r.id DESC LIMIT 1))
    FROM last JOIN orgs_unit u ON u.id = last.unit_id LEFT JOIN term ON true
$$;

REVOKE ALL ON FUNCTION petitions_status(text, text), petitions_course(uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_status(text, text) TO danvan_portal, danvan_office;


