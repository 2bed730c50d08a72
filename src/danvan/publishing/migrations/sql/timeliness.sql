-- Who was on time, of places whose decision shows it.
CALL danvan_lock('publishing_timeliness');
CREATE POLICY units ON publishing_timeliness FOR SELECT TO danvan_office
    USING (place_id = ANY ((SELECT danvan_units('edition'))::bigint[]));

-- NULL unless the last decision of the place whose day has come says public.
CREATE FUNCTION publishing_timeliness_of(of_place text, today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('at', t.at, 'sheets', t.body)
    FROM publishing_timeliness t
    JOIN orgs_unit u ON u.id = t.place_id
    WHERE u.code = of_place AND (
        SELECT d.public FROM indicators_publictimeliness d
        WHERE d.place_id = t.place_id AND d.since <= today
        ORDER BY d.since DESC, d.id DESC LIMIT 1)
$$;
REVOKE ALL ON FUNCTION publishing_timeliness_of(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION publishing_timeliness_of(text, date)
    TO danvan_portal, danvan_office;
