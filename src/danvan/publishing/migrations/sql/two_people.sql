-- As in `editions`: giving an edition back takes its approver out too.
CREATE OR REPLACE FUNCTION publishing_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moved text := 'published_by,published_at,state';
    same publishing_edition;
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        same := NEW;
        same.state := OLD.state;
        IF OLD.state = 'approved' AND NEW.state = 'draft' THEN
            -- given back before anybody outside saw it
            same.body := OLD.body;
            same.sha256 := OLD.sha256;
            same.approver := OLD.approver;
            same.approved_by := OLD.approved_by;
            same.approved_at := OLD.approved_at;
        ELSIF OLD.state = 'approved' AND NEW.state = 'published' THEN
            same.published_by := OLD.published_by;
            same.published_at := OLD.published_at;
        ELSIF NOT (OLD.state = 'published' AND NEW.state = 'superseded') THEN
            same := NULL;
        END IF;
        IF same = OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an edition that was approved is never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
