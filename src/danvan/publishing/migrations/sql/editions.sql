-- What is published stays: from its approval on an edition and its figures are frozen.
CREATE FUNCTION publishing_frozen(edition uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM publishing_edition e
        WHERE e.id = edition AND e.state <> 'draft')
$$;

CREATE FUNCTION publishing_keep() RETURNS trigger
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
CREATE TRIGGER publishing_edition_kept BEFORE UPDATE OR DELETE ON publishing_edition
    FOR EACH ROW EXECUTE FUNCTION publishing_keep();

CREATE FUNCTION publishing_keep_figures() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF publishing_frozen(CASE TG_OP WHEN 'INSERT' THEN NEW.edition_id
        ELSE OLD.edition_id END)
    THEN
        RAISE EXCEPTION 'figures of an approved edition are never changed (%)', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER publishing_figure_kept BEFORE INSERT OR UPDATE OR DELETE
    ON publishing_editionfigure
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_figures();

CALL danvan_lock('publishing_edition');
CREATE POLICY units ON publishing_edition TO danvan_office
    USING (place_id = ANY ((SELECT danvan_units('edition'))::bigint[]));
CALL danvan_lock('publishing_editionfigure');
CREATE POLICY units ON publishing_editionfigure TO danvan_office USING (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id));
CALL danvan_lock('publishing_opensource');
CREATE POLICY units ON publishing_opensource TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('edition'))::bigint[]));
CALL danvan_lock('publishing_newsitem');
CREATE POLICY units ON publishing_newsitem TO danvan_office USING (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id));
CALL danvan_lock('publishing_comment');
CREATE POLICY units ON publishing_comment TO danvan_office
    USING (place_id = ANY ((SELECT danvan_units('edition'))::bigint[]));
REVOKE DELETE ON publishing_newsitem, publishing_comment, publishing_opensource
    FROM danvan_office;
REVOKE INSERT, UPDATE, DELETE ON publishing_pagecount FROM danvan_office;

-- Whether something was ever published; a correction does not take it away.
CREATE FUNCTION publishing_out(state text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT state IN ('published', 'superseded')
$$;

-- Everything that was published, newest first, without its figures.
CREATE FUNCTION publishing_editions() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'number', e.number, 'version', e.version, 'title', e.title,
        'state', e.state, 'place', u.code, 'place_name', u.name, 'period', p.key,
        'start', p.start, 'end', p."end", 'sha256', e.sha256, 'reason', e.reason,
        'corrects', e.corrects_id, 'published', e.published_at,
        'correction', (SELECT c.id FROM publishing_edition c
            WHERE c.corrects_id = e.id AND publishing_out(c.state)))
        ORDER BY e.published_at DESC, e.id), '[]')
    FROM publishing_edition e
    JOIN orgs_unit u ON u.id = e.place_id
    JOIN indicators_period p ON p.id = e.period_id
    WHERE publishing_out(e.state)
$$;

-- The very bytes that were hashed, as text; NULL for what is not published.
CREATE FUNCTION publishing_body(wanted uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.body FROM publishing_edition e
    WHERE e.id = wanted AND publishing_out(e.state)
$$;

-- Figures that hold today, of one unit, or of one code, or of both.
CREATE FUNCTION publishing_figures(of_unit text, of_code text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'edition', e.id, 'title', e.title, 'version', e.version,
        'published', e.published_at, 'unit', u.code, 'unit_name', u.name,
        'level', u.level, 'code', f.code, 'period', p.key, 'start', p.start,
        'end', p."end", 'printed', f.printed, 'amount', f.amount::text,
        'bound', f.bound, 'kind', f.kind, 'was', f.was)
        ORDER BY u.sort_key, u.code, f.code, p."end", p.start, e.published_at), '[]')
    FROM publishing_editionfigure f
    JOIN publishing_edition e ON e.id = f.edition_id
    JOIN orgs_unit u ON u.id = f.unit_id
    JOIN indicators_period p ON p.id = f.period_id
    WHERE e.state = 'published'
        AND (of_unit IS NULL OR u.code = of_unit) AND (of_code IS NULL OR f.code = of_code)
        AND (of_unit IS NOT NULL OR of_code IS NOT NULL)
$$;

-- Which units have figures that hold today, and which codes.
CREATE FUNCTION publishing_index() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'units', coalesce((SELECT jsonb_agg(jsonb_build_object('code', u.code,
                'name', u.name, 'level', u.level, 'until', u.valid_to)
                ORDER BY u.level DESC, u.sort_key, u.code)
            FROM orgs_unit u WHERE u.id IN (SELECT f.unit_id
                FROM publishing_editionfigure f
                JOIN publishing_edition e ON e.id = f.edition_id
                WHERE e.state = 'published')), '[]'),
        'codes', coalesce((SELECT jsonb_agg(DISTINCT f.code)
            FROM publishing_editionfigure f
            JOIN publishing_edition e ON e.id = f.edition_id
            WHERE e.state = 'published'), '[]'))
$$;

-- What the public may know of the source of a published figure. Words of the text only
-- around a span that is published, and only where a person marked the report as
-- published and its file is here.
CREATE FUNCTION publishing_source(wanted uuid, hash text, first int, last int)
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('number', s.number, 'day', s.day, 'issuer', s.issuer,
        'where', s."where", 'published', coalesce(s.published, false),
        'words', CASE WHEN s.published THEN (
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

-- News, newest first; one with its comments that are shown.
CREATE FUNCTION publishing_news(wanted uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title,
        'text', n.text, 'at', n.at, 'edition', e.id, 'edition_title', e.title,
        'place_name', u.name, 'superseded', e.state = 'superseded',
        'comments', CASE WHEN wanted IS NULL THEN '[]' ELSE (
            SELECT coalesce(jsonb_agg(jsonb_build_object('name', c.name,
                'text', c.text, 'at', c.sent_at) ORDER BY c.sent_at, c.id), '[]')
            FROM publishing_comment c WHERE c.news_id = n.id AND c.state = 'shown') END)
        ORDER BY n.at DESC, n.id), '[]')
    FROM publishing_newsitem n
    JOIN publishing_edition e ON e.id = n.edition_id
    JOIN orgs_unit u ON u.id = e.place_id
    WHERE publishing_out(e.state) AND (wanted IS NULL OR n.id = wanted)
$$;

-- comment: id, news_id, name, text, sent_at. Returns "sent", "none" (no such item) or
-- "full" (two hundred wait to be read already). The same id again writes nothing.
CREATE FUNCTION publishing_comment_on(comment jsonb, journal jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c publishing_comment := jsonb_populate_record(NULL::publishing_comment, comment);
    at_place bigint;
BEGIN
    IF journal ->> 'record' <> 'publishing.comment:' || c.id
        OR c.sent_at NOT BETWEEN transaction_timestamp() - interval '5 minutes'
            AND clock_timestamp() + interval '5 minutes'
    THEN
        RAISE EXCEPTION 'this comment is not in order' USING ERRCODE = 'check_violation';
    END IF;
    SELECT e.place_id INTO at_place FROM publishing_newsitem n
        JOIN publishing_edition e ON e.id = n.edition_id
        WHERE n.id = c.news_id AND publishing_out(e.state);
    IF at_place IS NULL THEN
        RETURN 'none';
    END IF;
    IF EXISTS (SELECT FROM publishing_comment k WHERE k.id = c.id) THEN
        RETURN 'sent';
    END IF;
    IF (SELECT count(*) >= 200 FROM publishing_comment k
        WHERE k.place_id = at_place AND k.state = 'pending')
    THEN
        RETURN 'full';
    END IF;
    INSERT INTO publishing_comment (id, news_id, place_id, name, text, sent_at, state,
            rule, judged_by)
        VALUES (c.id, c.news_id, at_place, c.name, c.text, c.sent_at, 'pending', '', '');
    PERFORM journal_append(journal);
    RETURN 'sent';
END
$$;

-- One more opening of a page today; nothing about who opened it.
CREATE FUNCTION publishing_opened(of_page text, today date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO publishing_pagecount AS k (page, day, opened)
    SELECT of_page, today, 1
    WHERE of_page ~ '^[a-z]+(:[A-Za-z0-9.-]{1,40})?$'
        AND abs(today - current_date) <= 1
    ON CONFLICT (page, day) DO UPDATE SET opened = k.opened + 1
$$;

REVOKE ALL ON FUNCTION publishing_frozen(uuid), publishing_keep(),
    publishing_keep_figures(), publishing_out(text), publishing_editions(),
    publishing_body(uuid), publishing_figures(text, text), publishing_index(),
    publishing_source(uuid, text, int, int), publishing_news(uuid),
    publishing_comment_on(jsonb, jsonb), publishing_opened(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION publishing_frozen(uuid) TO danvan_office;
GRANT EXECUTE ON FUNCTION publishing_editions(), publishing_body(uuid),
    publishing_figures(text, text), publishing_index(),
    publishing_source(uuid, text, int, int), publishing_news(uuid),
    publishing_comment_on(jsonb, jsonb), publishing_opened(text, date)
    TO danvan_portal, danvan_office;
