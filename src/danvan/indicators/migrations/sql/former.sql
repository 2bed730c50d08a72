-- The units, and all former ones that went into them, wholly or in part.
CREATE FUNCTION indicators_with_former(units bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE back AS (
        SELECT u AS id FROM unnest(units) u
        UNION
        SELECT c.from_unit_id FROM orgs_unitchange c JOIN back ON c.to_unit_id = back.id
    )
    SELECT coalesce(array_agg(back.id), ARRAY[]::bigint[]) FROM back
$$;
REVOKE ALL ON FUNCTION indicators_with_former(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION indicators_with_former(bigint[]) TO danvan_office;

-- Who reads the values of a unit reads those of what it was before.
CREATE OR REPLACE FUNCTION indicators_reach() RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT indicators_with_former(danvan_units('form') || CASE
        WHEN danvan_units('form_below') = ARRAY[]::bigint[] THEN ARRAY[]::bigint[]
        ELSE registers_below(danvan_units('form_below')) END)
$$;

-- A former unit has no office any more: who holds a report sees, and brings in, what
-- it says of one. Which report one holds, its own policy says.
CREATE POLICY held ON indicators_value TO danvan_office USING (
    provenance = 'reported'
    AND EXISTS (SELECT FROM orgs_unit u WHERE u.id = unit_id AND u.valid_to IS NOT NULL)
    AND EXISTS (SELECT FROM reports_report r WHERE r.id::text = origin));
