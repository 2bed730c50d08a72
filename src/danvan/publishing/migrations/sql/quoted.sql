-- As in `editions`, but words only where no figure of the span says that they would
-- tell what its unit withholds.
CREATE OR REPLACE FUNCTION
    publishing_source(wanted uuid, hash text, first int, last int)
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('number', s.number, 'day', s.day, 'issuer', s.issuer,
        'where', s."where", 'published', coalesce(s.published, false),
        'words', CASE WHEN s.published AND NOT EXISTS (
            SELECT FROM publishing_editionfigure f WHERE f.edition_id = e.id
                AND f.sha256 = hash AND f.start = first AND f."end" = last
                AND NOT f.quoted)
        THEN (
            SELECT jsonb_build_object(
                'before', substr(r.text, greatest(1, first - 399), least(first, 400)),
                'figure', substr(r.text, first + 1, last - first),
                'after', substr(r.text, last + 1, 400))
            FROM reports_report r WHERE r.sha256 = hash AND r.text <> ''
            ORDER BY r.created LIMIT 1) END)
    FROM publishing_edition e
    LEFT JOIN publishing_opensource s ON s.unit_id = e.place_id AND s.sha256 = hash
    WHERE e.id = wanted AND publishing_out(e.state)
        AND EXISTS (SELECT FROM publishing_editionfigure f WHERE f.edition_id = e.id
            AND f.sha256 = hash AND f.start = first AND f."end" = last)
$$;
