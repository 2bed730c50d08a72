CREATE OR REPLACE FUNCTION petitions_intake(petition jsonb, files jsonb, journal jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p petitions_petition := jsonb_populate_record(NULL::petitions_petition, petition);
    d petitions_deadline :=
        jsonb_populate_record(NULL::petitions_deadline, petition -> 'deadline');
    record_name text := 'petitions.petition:' || p.id;
BEGIN
    -- What the office relies on is not left to the process that faces the public.
    IF p.kind NOT IN ('feedback', 'complaint')
        OR (p.kind = 'complaint' AND (p.anonymous OR p.name = '' OR p.address = ''))
        OR p.received_at NOT BETWEEN transaction_timestamp() - interval '5 minutes'
            AND clock_timestamp() + interval '5 minutes'
        OR p.received_on
            <> (p.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        OR d.start <> p.received_on
        OR journal ->> 'record' <> record_name
        OR jsonb_array_length(files) > 10
    THEN
        RAISE EXCEPTION 'this intake is not in order' USING ERRCODE = 'check_violation';
    END IF;

    INSERT INTO petitions_petition (id, number, kind, channel, state, version,
            unit_id, received_at, received_on, due, what, request, place, decision,
            decision_received, field, hard, anonymous, name, phone, address,
            on_behalf_of, idempotency_key, code_hash, language, synthetic, folded)
        VALUES (p.id, p.number, p.kind, 'online', 'received', 1,
            p.unit_id, p.received_at, p.received_on, d.due, p.what, p.request, p.place,
            p.decision, p.decision_received, '', false, p.anonymous, p.name, p.phone,
            p.address, p.on_behalf_of, p.idempotency_key, p.code_hash, p.language,
            false, p.folded)
        ON CONFLICT (idempotency_key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN petitions_receipt(p.idempotency_key);
    END IF;

    INSERT INTO petitions_step (petition_id, seq, verb, from_state, to_state, at, "on",
            actor_id, actor_label, reasons, to_name, note)
        VALUES (p.id, 1, 'receive', '', 'received', p.received_at, p.received_on,
            'public', 'public', '[]', '', '');
    INSERT INTO petitions_deadline (petition_id, code, start, due, sentence_vi,
            sentence_en, act, article, trace, term, outcome)
        VALUES (p.id, d.code, d.start, d.due, d.sentence_vi, d.sentence_en, d.act,
            d.article, coalesce(d.trace, '[]'), coalesce(d.term, '{}'), '');
    INSERT INTO files_storedfile (id, owner, name, content_type, size, sha256, pages)
        SELECT f.id, record_name, f.name, f.content_type, f.size, f.sha256, f.pages
        FROM jsonb_populate_recordset(NULL::files_storedfile, files) f;
    PERFORM journal_append(journal);
    RETURN petitions_receipt(p.idempotency_key);
END
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
