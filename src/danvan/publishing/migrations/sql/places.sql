-- The places that offices of theirs work for. A council, a Front, the police and others
-- with a chain of their own work for themselves.
CREATE FUNCTION publishing_places(seats bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE up AS (
        SELECT u.id, u.parent_id, u.kind FROM orgs_unit u WHERE u.id = ANY (seats)
        AND u.kind IN ('department', 'peoples_committee', 'inspectorate')
        UNION
        SELECT u.id, u.parent_id, u.kind
        FROM orgs_unit u JOIN up ON u.id = up.parent_id
        WHERE up.kind <> 'territory'
    )
    SELECT coalesce(array_agg(up.id), ARRAY[]::bigint[])
    FROM up WHERE up.kind = 'territory'
$$;

CREATE FUNCTION publishing_reach(room text) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT danvan_units(room) || publishing_places(ARRAY(
        SELECT unnest(danvan_units(room))
        INTERSECT SELECT unnest(danvan_units('form_below'))))
$$;
REVOKE ALL ON FUNCTION publishing_places(bigint[]), publishing_reach(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION publishing_places(bigint[]), publishing_reach(text)
    TO danvan_office;

ALTER POLICY units ON publishing_draft
    USING (unit_id = ANY ((SELECT publishing_reach('draft'))::bigint[]));
-- Of the editions of the place they read all, and write none.
CREATE POLICY places ON publishing_edition FOR SELECT TO danvan_office
    USING (place_id = ANY ((SELECT publishing_reach('edition'))::bigint[]));
ALTER POLICY units ON publishing_editionfigure WITH CHECK (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id
        AND (danvan_is_system()
            OR e.place_id = ANY ((SELECT danvan_units('edition'))::bigint[]))));
ALTER POLICY units ON publishing_newsitem WITH CHECK (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id
        AND (danvan_is_system()
            OR e.place_id = ANY ((SELECT danvan_units('edition'))::bigint[]))));
