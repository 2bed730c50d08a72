CREATE OR REPLACE FUNCTION receptions_seal(about receptions_visit) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO receptions_sealedvisit (session_id, unit_id, year, number, "on")
        VALUES (about.session_id, about.unit_id, about.year, about.number, about."on");
    DELETE FROM receptions_present WHERE visit_id = about.id;
    DELETE FROM receptions_visit WHERE id = about.id;
END
$$;

DROP FUNCTION receptions_outside();
