-- Steps are appended. Who acts for the office may add them; nobody changes them.
CREATE FUNCTION petitions_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'steps of a petition are never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER petitions_step_append_only BEFORE UPDATE OR DELETE
    ON petitions_step FOR EACH ROW EXECUTE FUNCTION petitions_refuse();
REVOKE UPDATE, DELETE ON petitions_step FROM danvan_office;

-- Of a denunciation no word is kept (Law on Denunciations 2018, article 8.3),
-- so neither a note beside a step nor a reply may carry one.
CREATE FUNCTION petitions_keep_bare() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM petitions_petition p
               WHERE p.id = NEW.petition_id AND p.kind = 'denunciation')
        AND (TG_TABLE_NAME = 'petitions_reply'
             OR to_jsonb(NEW) ->> 'note' <> '')
    THEN
        RAISE EXCEPTION 'a denunciation bears no text'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER petitions_step_bare BEFORE INSERT
    ON petitions_step FOR EACH ROW EXECUTE FUNCTION petitions_keep_bare();
CREATE TRIGGER petitions_reply_bare BEFORE INSERT OR UPDATE
    ON petitions_reply FOR EACH ROW EXECUTE FUNCTION petitions_keep_bare();

-- A letter is what it was: no screening can turn a story into a bare case, nor a
-- bare case into one that should have a story.
CREATE FUNCTION petitions_keep_kind() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (OLD.kind = 'denunciation') <> (NEW.kind = 'denunciation') THEN
        RAISE EXCEPTION 'a denunciation is one from the start'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER petitions_petition_kind BEFORE UPDATE OF kind
    ON petitions_petition FOR EACH ROW EXECUTE FUNCTION petitions_keep_kind();

REVOKE ALL ON FUNCTION petitions_refuse(), petitions_keep_bare(),
    petitions_keep_kind() FROM PUBLIC;
