-- That a unit was urged stays said. Who reads the unit's letters or forms reads it; who
-- reads the forms of a whole place may urge the units in it.
CREATE FUNCTION office_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is never changed or deleted (%)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
REVOKE ALL ON FUNCTION office_keep() FROM PUBLIC;
CREATE TRIGGER office_urging_kept BEFORE UPDATE OR DELETE ON office_urging
    FOR EACH ROW EXECUTE FUNCTION office_keep();
REVOKE UPDATE, DELETE ON office_urging FROM danvan_office;

CALL danvan_lock('office_urging');
CREATE POLICY own ON office_urging FOR SELECT TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[]));
CREATE POLICY units ON office_urging TO danvan_office
    USING (unit_id = ANY ((SELECT indicators_reach())::bigint[]));
