-- A line of a book is never changed: a later one corrects it, and then it no longer
-- stands. Nobody may delete one.
CREATE FUNCTION registers_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.standing AND NOT NEW.standing
        AND to_jsonb(NEW) - 'standing' = to_jsonb(OLD) - 'standing'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a line of a book is never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER registers_entry_kept BEFORE UPDATE OR DELETE
    ON registers_entry FOR EACH ROW EXECUTE FUNCTION registers_keep();
REVOKE UPDATE, DELETE ON registers_entry FROM danvan_office;
GRANT UPDATE (standing) ON registers_entry TO danvan_office;

-- A correction is of the same book of the same unit, and of a line that stood.
CREATE FUNCTION registers_fit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM registers_entry e WHERE e.id = NEW.corrects_id
        AND e.kind = NEW.kind AND e.unit_id = NEW.unit_id
        AND NOT e.void AND NOT e.standing)
    THEN
        RAISE EXCEPTION 'this corrects no line of that book'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_correction_fits';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER registers_entry_fits BEFORE INSERT ON registers_entry
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION registers_fit();

REVOKE UPDATE, DELETE ON registers_import FROM danvan_office;
REVOKE ALL ON FUNCTION registers_keep(), registers_fit() FROM PUBLIC;
