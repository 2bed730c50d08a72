-- What makes the queue and the search quick at a million petitions.

-- The search looks for words, not into texts: those of the folded text, and the
-- unit as a word of its own ("#12"), so that one index walks the letters of a unit
-- alone, however frequent a word is in the country. No typed word begins with "#".
ALTER TABLE petitions_petition ADD COLUMN words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector('simple', regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g')))
    || array_to_tsvector(ARRAY['#' || unit_id::text])) STORED;
CREATE INDEX petition_words ON petitions_petition USING gin (words);

-- Whether somebody else than the petition's own unit looks into it. Nearly all
-- assignments are a unit's own and show nobody anything that he does not see anyway.
ALTER TABLE petitions_assignment ADD COLUMN elsewhere boolean NOT NULL DEFAULT true;
UPDATE petitions_assignment a SET elsewhere = a.unit_id <> p.unit_id
    FROM petitions_petition p WHERE p.id = a.petition_id;
CREATE INDEX assignment_elsewhere ON petitions_assignment (unit_id, petition_id)
    WHERE elsewhere;

CREATE FUNCTION petitions_say_elsewhere() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'petitions_assignment' THEN
        NEW.elsewhere := NEW.unit_id IS DISTINCT FROM (
            SELECT p.unit_id FROM petitions_petition p WHERE p.id = NEW.petition_id);
    ELSE
        UPDATE petitions_assignment a SET elsewhere = a.unit_id <> NEW.unit_id
            WHERE a.petition_id = NEW.id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER petitions_assignment_elsewhere BEFORE INSERT OR UPDATE
    ON petitions_assignment FOR EACH ROW EXECUTE FUNCTION petitions_say_elsewhere();
CREATE TRIGGER petitions_petition_moved AFTER UPDATE OF unit_id
    ON petitions_petition FOR EACH ROW WHEN (OLD.unit_id <> NEW.unit_id)
    EXECUTE FUNCTION petitions_say_elsewhere();

CREATE INDEX petition_origins ON petitions_petition (unit_id, origin_id)
    WHERE origin_id IS NOT NULL;

CREATE OR REPLACE FUNCTION petitions_assigned(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
ROWS 50 AS $$
    SELECT a.petition_id FROM petitions_assignment a
    WHERE a.unit_id = ANY (units) AND a.elsewhere
$$;

-- The petitions of these units, and those assigned to them, that bear all the words;
-- where none does, those with a word that begins as the last one does. SECURITY
-- DEFINER: under a policy no index on words could be used, since what compares words
-- is not known to keep secrets; the policies judge what comes back.
CREATE FUNCTION petitions_found(units bigint[], typed text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
ROWS 200 AS $$
DECLARE
    plain tsquery := plainto_tsquery('simple',
        regexp_replace(typed, '[^[:alnum:]]+', ' ', 'g'));
    asked tsquery;
    mine tsquery := (SELECT string_agg(format('''#%s''', u), '|') FROM unnest(units) u);
BEGIN
    IF numnode(plain) = 0 OR mine IS NULL THEN
        RETURN;
    END IF;
    FOREACH asked IN ARRAY ARRAY[plain, (plain::text || ':*')::tsquery] LOOP
        RETURN QUERY SELECT p.id FROM petitions_petition p
            WHERE p.words @@ (mine && asked)
            UNION ALL
            SELECT p.id FROM petitions_assigned(units) a
            JOIN petitions_petition p ON p.id = a WHERE p.words @@ asked;
        EXIT WHEN FOUND;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION petitions_say_elsewhere(), petitions_found(bigint[], text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_found(bigint[], text) TO danvan_office;
