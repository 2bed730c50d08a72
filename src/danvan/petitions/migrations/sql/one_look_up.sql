-- What became of a letter, ordinary or sealed, for whoever holds its number and
-- code. Returns {"result": "found" | "wrong" | "throttled", …}. Whatever the
-- answer, the same statements run: a try is noted first and taken back when it was
-- right, and both kinds are looked for.
CREATE FUNCTION petitions_status(wanted text, hash text, sealed_hash text)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_is timestamptz := clock_timestamp();
    noted bigint;
    hit uuid;
    sealed jsonb;
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

    INSERT INTO petitions_wrongtry (number, at) VALUES (wanted, now_is)
        RETURNING id INTO noted;
    SELECT p.id INTO hit FROM petitions_petition p
        WHERE p.number = wanted AND p.code_hash = hash AND p.code_hash <> ''
            AND p.kind <> 'denunciation';
    sealed := vault_status(wanted, sealed_hash);
    DELETE FROM petitions_wrongtry t WHERE t.at < now_is - interval '1 hour'
        OR (t.id = noted AND (hit IS NOT NULL OR sealed IS NOT NULL));
    IF hit IS NOT NULL THEN
        RETURN petitions_course(hit) || jsonb_build_object('result', 'found');
    END IF;
    RETURN coalesce(sealed, jsonb_build_object('number', wanted))
        || jsonb_build_object('sealed', true,
            'result', CASE WHEN sealed IS NULL THEN 'wrong' ELSE 'found' END);
END
$$;

REVOKE ALL ON FUNCTION petitions_status(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_status(text, text, text)
    TO danvan_portal, danvan_office;
