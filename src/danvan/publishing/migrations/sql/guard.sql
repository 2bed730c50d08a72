-- An edition begins as a draft, and a figure can be moved neither out of an approved
-- edition nor into one.
CREATE FUNCTION publishing_begins() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'an edition begins as a draft, not as %', NEW.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER publishing_edition_begins BEFORE INSERT ON publishing_edition
    FOR EACH ROW EXECUTE FUNCTION publishing_begins();

CREATE OR REPLACE FUNCTION publishing_keep_figures() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND publishing_frozen(OLD.edition_id))
        OR (TG_OP <> 'DELETE' AND publishing_frozen(NEW.edition_id))
    THEN
        RAISE EXCEPTION 'figures of an approved edition are never changed (%)', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
REVOKE ALL ON FUNCTION publishing_begins() FROM PUBLIC;
