-- As before; and with ``most``: the first so many of them alone, in the order ``sort``
-- of the queue ("new", "old", else by urgency). Thousands of letters bear a frequent
-- word; a page shows 25, and only what it shows goes through the policies then.
DROP FUNCTION petitions_found(bigint[], text);
CREATE FUNCTION petitions_found(
    units bigint[], typed text, sort text DEFAULT '', most integer DEFAULT NULL
) RETURNS SETOF uuid
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
        IF most IS NULL THEN
            RETURN QUERY SELECT p.id FROM petitions_petition p
                WHERE p.words @@ (mine && asked)
                UNION ALL
                SELECT p.id FROM petitions_assigned(units) a
                JOIN petitions_petition p ON p.id = a WHERE p.words @@ asked;
        ELSE
            RETURN QUERY SELECT h.id FROM (
                    SELECT p.id, p.due, p.received_at FROM petitions_petition p
                    WHERE p.words @@ (mine && asked)
                    UNION ALL
                    SELECT p.id, p.due, p.received_at FROM petitions_assigned(units) a
                    JOIN petitions_petition p ON p.id = a WHERE p.words @@ asked) h
                ORDER BY
                    CASE WHEN sort NOT IN ('new', 'old')
                        THEN coalesce(h.due, '9999-12-31') END,
                    CASE WHEN sort = 'new' THEN h.received_at END DESC,
                    CASE WHEN sort = 'new' THEN h.id END DESC,
                    h.received_at, h.id
                LIMIT most;
        END IF;
        EXIT WHEN FOUND;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION petitions_found(bigint[], text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_found(bigint[], text, text, integer)
    TO danvan_office;
