-- The second lock on books: an officer's request sees those of his units, and with
-- the right to read a whole place those of every unit in it.

-- The ids of the places in which units stand and of all units below those places.
CREATE FUNCTION registers_below(seats bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE up AS (
        SELECT u.id AS seat, u.id, u.parent_id, u.kind, 0 AS distance
        FROM orgs_unit u WHERE u.id = ANY (seats)
        UNION ALL
        SELECT up.seat, u.id, u.parent_id, u.kind, up.distance + 1
        FROM orgs_unit u JOIN up ON u.id = up.parent_id
        WHERE up.kind <> 'territory'
    ), down AS (
        (SELECT up.id FROM up WHERE up.kind = 'territory'
        UNION
        -- What stands in no territory is a place of its own.
        SELECT s FROM unnest(seats) s WHERE NOT EXISTS (
            SELECT FROM up WHERE up.seat = s AND up.kind = 'territory'))
        UNION
        SELECT u.id FROM orgs_unit u JOIN down ON u.parent_id = down.id
    )
    SELECT coalesce(array_agg(down.id), ARRAY[]::bigint[]) FROM down
$$;

CREATE FUNCTION registers_reach() RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT danvan_units('register') || CASE
        WHEN danvan_units('register_below') = ARRAY[]::bigint[] THEN ARRAY[]::bigint[]
        ELSE registers_below(danvan_units('register_below')) END
$$;

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['registers_entry', 'registers_import',
        'registers_savedview']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', named);
        EXECUTE format('CREATE POLICY units ON %I TO danvan_office
            USING (unit_id = ANY ((SELECT registers_reach())::bigint[]))', named);
    END LOOP;
END
$$;

-- That a period is closed is told to every unit it is closed for.
CALL danvan_lock('registers_lock');
CREATE POLICY told ON registers_lock FOR SELECT TO danvan_office USING (true);
CREATE POLICY units ON registers_lock TO danvan_office
    USING (unit_id = ANY ((SELECT registers_reach())::bigint[]));

-- Which unlifted locks hold for a unit's book on a day.
CREATE FUNCTION registers_locks(book text, of bigint, first date, last date)
RETURNS SETOF registers_lock
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE up AS (
        SELECT u.id, u.parent_id FROM orgs_unit u WHERE u.id = of
        UNION ALL
        SELECT u.id, u.parent_id FROM orgs_unit u JOIN up ON u.id = up.parent_id
    )
    SELECT l.* FROM registers_lock l
    WHERE l.lifted_at IS NULL AND l.kind IN ('', book)
        AND l.start <= last AND l."end" >= first
        AND (l.unit_id = of OR l.below AND l.unit_id IN (SELECT up.id FROM up))
    ORDER BY l.start, l.made_at
$$;

REVOKE ALL ON FUNCTION registers_below(bigint[]), registers_reach(),
    registers_locks(text, bigint, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registers_below(bigint[]), registers_reach(),
    registers_locks(text, bigint, date, date) TO danvan_office;
