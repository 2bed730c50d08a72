-- What was said once stays: values, choices, steps, signed lines, exceptions and due
-- days are appended, never changed. A submission is a row that moves, and stays.
CREATE FUNCTION indicators_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is never changed or deleted (%)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- A correction is of the same cell and the same source as what it corrects.
CREATE FUNCTION indicators_fit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM indicators_value v WHERE v.id = NEW.corrects_id
        AND v.unit_id = NEW.unit_id AND v.period_id = NEW.period_id
        AND v.code = NEW.code AND v.provenance = NEW.provenance
        AND v.origin = NEW.origin)
    THEN
        RAISE EXCEPTION 'this corrects no value of that cell'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'value_correction_fits';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER indicators_value_fits BEFORE INSERT ON indicators_value
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION indicators_fit();

-- The units in which the viewer reads forms, and the places he reads as a whole.
CREATE FUNCTION indicators_reach() RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT danvan_units('form') || CASE
        WHEN danvan_units('form_below') = ARRAY[]::bigint[] THEN ARRAY[]::bigint[]
        ELSE registers_below(danvan_units('form_below')) END
$$;
REVOKE ALL ON FUNCTION indicators_keep(), indicators_fit(), indicators_reach()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION indicators_reach() TO danvan_office;

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['value', 'choice', 'step', 'line', 'lockexception',
        'dueday']
    LOOP
        EXECUTE format('CREATE TRIGGER indicators_%s_kept BEFORE UPDATE OR DELETE
            ON indicators_%s FOR EACH ROW EXECUTE FUNCTION indicators_keep()',
            named, named);
        EXECUTE format('REVOKE UPDATE, DELETE ON indicators_%s FROM danvan_office',
            named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['value', 'choice', 'submission', 'lockexception']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', 'indicators_' || named);
        EXECUTE format('CREATE POLICY units ON indicators_%s TO danvan_office
            USING (unit_id = ANY ((SELECT indicators_reach())::bigint[]))', named);
    END LOOP;
END
$$;
REVOKE DELETE ON indicators_submission FROM danvan_office;

CALL danvan_lock('indicators_step');
CREATE POLICY units ON indicators_step TO danvan_office USING (
    EXISTS (SELECT FROM indicators_submission s WHERE s.id = submission_id));
CALL danvan_lock('indicators_line');
CREATE POLICY units ON indicators_line TO danvan_office USING (
    EXISTS (SELECT FROM indicators_step s WHERE s.id = step_id));

-- By when a place wants its sheets is told to every unit.
CALL danvan_lock('indicators_dueday');
CREATE POLICY told ON indicators_dueday FOR SELECT TO danvan_office USING (true);
CREATE POLICY units ON indicators_dueday TO danvan_office
    USING (place_id = ANY ((SELECT indicators_reach())::bigint[]));
