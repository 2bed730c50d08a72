-- A visit kept apart bears no number of the book: a gap would tell the unit's staff
-- that somebody denounced. What left the book before keeps the number it had, which
-- no page shows.

CREATE FUNCTION receptions_outside() RETURNS integer
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 100000000 + ('x' || substr(md5(gen_random_uuid()::text), 1, 7))::bit(28)::int
$$;
REVOKE ALL ON FUNCTION receptions_outside() FROM PUBLIC;

CREATE OR REPLACE FUNCTION receptions_seal(about receptions_visit) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO receptions_sealedvisit (session_id, unit_id, year, number, "on")
        VALUES (about.session_id, about.unit_id, about.year, public.receptions_outside(), about."on");
    DELETE FROM receptions_present WHERE visit_id = about.id;
    DELETE FROM receptions_visit WHERE id = about.id;
END
$$;
