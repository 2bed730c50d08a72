-- What the public's process may say after a letter was settled, and what it reads.

-- The course of a petition, of what other units made of it after a transfer, and
-- of where it went on (a second instance, opened again): one number and one code.
CREATE OR REPLACE FUNCTION petitions_line(first uuid)
RETURNS TABLE (petition uuid, depth integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE line AS (
        SELECT first AS petition, 0 AS depth
        UNION ALL
        SELECT p.id, line.depth + 1 FROM line JOIN petitions_petition p
            ON p.origin_id = line.petition OR p.id IN (
                SELECT l.petition_id FROM petitions_link l
                WHERE l.of_id = line.petition AND l.kind = 'continuation')
        WHERE line.depth < 50
    )
    SELECT petition, depth FROM line
$$;

CREATE OR REPLACE FUNCTION petitions_course(first uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH line AS (
        SELECT p.*, l.depth FROM petitions_line(first) l
        JOIN petitions_petition p ON p.id = l.petition
    ),
    last AS (SELECT * FROM line ORDER BY depth DESC, received_at DESC LIMIT 1),
    term AS (
        SELECT d.* FROM petitions_deadline d JOIN last ON d.petition_id = last.id
        ORDER BY d.ended_on IS NOT NULL, d.id DESC LIMIT 1
    )
    SELECT jsonb_build_object(
        'number', (SELECT number FROM line WHERE depth = 0),
        'received_on', (SELECT received_on FROM line WHERE depth = 0),
        'state', last.state, 'unit_name', u.name,
        'due', term.due, 'vi', term.sentence_vi, 'en', term.sentence_en,
        'steps', (SELECT jsonb_agg(jsonb_build_object(
                'state', s.to_state, 'on', s."on", 'to', s.to_name,
                'reasons', s.reasons) ORDER BY line.depth, s.seq)
            FROM petitions_step s JOIN line ON s.petition_id = line.id
            WHERE s.from_state <> s.to_state),
        'answer', (SELECT r.text FROM petitions_reply r
            JOIN line ON r.petition_id = line.id ORDER BY r.id DESC LIMIT 1),
        'said', (SELECT y.answer FROM petitions_satisfaction y
            WHERE y.petition_id = last.id))
    FROM last JOIN orgs_unit u ON u.id = last.unit_id LEFT JOIN term ON true
$$;

-- The petition whose result the person may judge now, for the line of the journal:
-- {"result": "found", "id", "state"}, else what petitions_status says.
CREATE FUNCTION petitions_settled(wanted text, hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    looked jsonb := petitions_status(wanted, hash, '');
    hit record;
BEGIN
    IF looked ->> 'result' <> 'found' OR looked ? 'sealed' THEN
        RETURN jsonb_build_object('result', looked ->> 'result');
    END IF;
    SELECT p.id, p.state INTO hit
        FROM petitions_petition first, petitions_line(first.id) l
        JOIN petitions_petition p ON p.id = l.petition
        WHERE first.number = wanted AND first.code_hash = hash
        ORDER BY l.depth DESC, p.received_at DESC LIMIT 1;
    RETURN jsonb_build_object('id', hit.id, 'state', hit.state, 'result',
        CASE WHEN hit.state NOT IN ('answered', 'resolved', 'closed') THEN 'early'
            WHEN EXISTS (SELECT FROM petitions_satisfaction y
                         WHERE y.petition_id = hit.id) THEN 'said'
            ELSE 'found' END);
END
$$;

-- One answer for each code: a step that changes nothing, or of a closed matter that
-- is not right yet a request to open it again. journal: a line about that petition.
CREATE FUNCTION petitions_say(
    wanted text, hash text, said text, comment text, journal jsonb)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    settled jsonb := petitions_settled(wanted, hash);
    p petitions_petition;
    asks boolean;
    now_is timestamptz := clock_timestamp();
    today date := (clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
BEGIN
    IF settled ->> 'result' <> 'found' THEN
        RETURN settled ->> 'result';
    END IF;
    SELECT * INTO p FROM petitions_petition x
        WHERE x.id = (settled ->> 'id')::uuid FOR UPDATE;
    IF p.state NOT IN ('answered', 'resolved', 'closed') THEN
        RETURN 'early';
    END IF;
    IF journal ->> 'record' <> 'petitions.petition:' || p.id
        OR said NOT IN ('satisfied', 'partly', 'wrong') OR length(comment) > 1000
    THEN
        RAISE EXCEPTION 'this answer is not in order' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO petitions_satisfaction (petition_id, answer, comment, "on", online)
        VALUES (p.id, said, comment, today, true) ON CONFLICT (petition_id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'said';
    END IF;
    asks := said = 'wrong' AND p.state = 'closed';
    INSERT INTO petitions_step (petition_id, seq, verb, from_state, to_state, at, "on",
            actor_id, actor_label, reasons, to_name, note)
        VALUES (p.id, p.version + 1, CASE WHEN asks THEN 'ask_reopen' ELSE 'rate' END,
            p.state, CASE WHEN asks THEN 'reopen_asked' ELSE p.state END, now_is, today,
            'public', 'public', '[]', '', comment);
    UPDATE petitions_petition x SET version = p.version + 1,
        state = CASE WHEN asks THEN 'reopen_asked' ELSE p.state END WHERE x.id = p.id;
    PERFORM journal_append(journal);
    RETURN 'kept';
END
$$;

REVOKE ALL ON FUNCTION petitions_line(uuid), petitions_settled(text, text),
    petitions_say(text, text, text, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_settled(text, text),
    petitions_say(text, text, text, text, jsonb) TO danvan_portal, danvan_office;
