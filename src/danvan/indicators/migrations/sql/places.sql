-- Whom somebody reads as a whole place: a territory and its People's Committee read what
-- is below them. A body in it climbs to its territory only for a post that compiles or
-- approves for the place, and never from a body with a chain of its own (police,
-- courts, Party, Front, council): those stand beside.
CREATE FUNCTION indicators_below(below bigint[], whole bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT registers_below(coalesce(array_agg(u.id), ARRAY[]::bigint[]))
    FROM orgs_unit u
    WHERE u.id = ANY (below) AND u.kind IN ('territory', 'peoples_committee')
        OR u.id = ANY (whole) AND u.kind NOT IN ('police', 'military', 'court',
            'procuracy', 'peoples_council', 'fatherland_front', 'front_member',
            'party_body')
$$;
REVOKE ALL ON FUNCTION indicators_below(bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION indicators_below(bigint[], bigint[]) TO danvan_office;

CREATE OR REPLACE FUNCTION indicators_reach() RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT indicators_with_former(danvan_units('form') || indicators_below(
        danvan_units('form_below'), danvan_units('form_place')))
$$;
