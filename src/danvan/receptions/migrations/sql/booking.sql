-- Appointments: one door for the public and for the office, one row lock per slot.
-- The index appointment_seat_once and the trigger below hold without the lock too.

CREATE FUNCTION receptions_seat_exists() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.seat > (SELECT s.seats FROM receptions_slot s WHERE s.id = NEW.slot_id) THEN
        RAISE EXCEPTION 'this slot has no such seat'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_seat_exists';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER appointment_seat_exists BEFORE INSERT OR UPDATE OF seat, slot_id
    ON receptions_appointment FOR EACH ROW EXECUTE FUNCTION receptions_seat_exists();

-- What the holder of an appointment is shown.
CREATE FUNCTION receptions_slip(wanted uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('on', s."on", 'starts', l.starts, 'place', s.place,
        'unit', u.name, 'post', s.post, 'online', s.online)
    FROM receptions_appointment a
    JOIN receptions_slot l ON l.id = a.slot_id
    JOIN receptions_session s ON s.id = l.session_id
    JOIN orgs_unit u ON u.id = s.unit_id
    WHERE a.id = wanted
$$;

-- appointment: id, slot_id, name, phone, phone_key, code_hash, idempotency_key, made_at.
-- Returns {"result": "booked" | "full" | "closed" | "many", …slip}. The same key again
-- gives the same slip and writes nothing; a cancelled one is "closed".
CREATE FUNCTION receptions_book(appointment jsonb, journal jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a receptions_appointment :=
        jsonb_populate_record(NULL::receptions_appointment, appointment);
    l receptions_slot;
    s receptions_session;
    known receptions_appointment;
    free smallint;
BEGIN
    IF journal ->> 'record' <> 'receptions.appointment:' || a.id
        OR a.made_at NOT BETWEEN transaction_timestamp() - interval '5 minutes'
            AND clock_timestamp() + interval '5 minutes'
    THEN
        RAISE EXCEPTION 'this booking is not in order' USING ERRCODE = 'check_violation';
    END IF;
    -- One booking of a telephone at a time, so that its limit cannot be passed.
    PERFORM pg_advisory_xact_lock(hashtextextended('receptions_book' || a.phone_key, 0));
    SELECT * INTO l FROM receptions_slot WHERE id = a.slot_id FOR UPDATE;
    SELECT * INTO s FROM receptions_session WHERE id = l.session_id;
    SELECT * INTO known FROM receptions_appointment k
        WHERE k.idempotency_key = a.idempotency_key;
    IF known.id IS NOT NULL THEN
        RETURN CASE WHEN known.cancelled_at IS NULL
            THEN receptions_slip(known.id) || jsonb_build_object('result', 'booked')
            ELSE jsonb_build_object('result', 'closed') END;
    END IF;
    IF s.id IS NULL OR s.state <> 'planned' OR s.published_on IS NULL
        OR s."on" + l.starts <= (a.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
    THEN
        RETURN jsonb_build_object('result', 'closed');
    END IF;
    IF (SELECT count(*) >= 2 FROM receptions_appointment o
        JOIN receptions_slot ol ON ol.id = o.slot_id
        JOIN receptions_session os ON os.id = ol.session_id
        WHERE o.phone_key = a.phone_key AND o.cancelled_at IS NULL
            AND os.unit_id = s.unit_id
            AND os."on" >= (a.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    THEN
        RETURN jsonb_build_object('result', 'many');
    END IF;
    SELECT n INTO free FROM generate_series(1, l.seats) n
        WHERE NOT EXISTS (SELECT FROM receptions_appointment o
            WHERE o.slot_id = l.id AND o.seat = n AND o.cancelled_at IS NULL)
        ORDER BY n LIMIT 1;
    IF free IS NULL THEN
        RETURN jsonb_build_object('result', 'full');
    END IF;
    INSERT INTO receptions_appointment (id, slot_id, seat, name, phone, phone_key,
            code_hash, idempotency_key, made_at, synthetic)
        VALUES (a.id, a.slot_id, free, a.name, a.phone, a.phone_key, a.code_hash,
            a.idempotency_key, a.made_at, coalesce(a.synthetic, false));
    PERFORM journal_append(journal);
    RETURN receptions_slip(a.id) || jsonb_build_object('result', 'booked');
END
$$;

-- Which live appointment a telephone and a code belong to; ten wrong tries an hour.
CREATE FUNCTION receptions_appointment_of(called text, hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_is timestamptz := clock_timestamp();
    tried text := left('h' || md5(called), 16);
    hit uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('receptions_of' || called, 0));
    IF (SELECT count(*) >= 10 FROM petitions_wrongtry t
        WHERE t.number = tried AND t.at > now_is - interval '1 hour')
    THEN
        RETURN jsonb_build_object('result', 'throttled');
    END IF;
    SELECT a.id INTO hit FROM receptions_appointment a
        WHERE a.phone_key = called AND a.code_hash = hash AND a.cancelled_at IS NULL;
    IF hit IS NULL THEN
        INSERT INTO petitions_wrongtry (number, at) VALUES (tried, now_is);
        RETURN jsonb_build_object('result', 'wrong');
    END IF;
    RETURN receptions_slip(hit) || jsonb_build_object('result', 'found', 'id', hit);
END
$$;

-- Give a seat back; only who knows telephone and code, before the day is over.
CREATE FUNCTION receptions_cancel(wanted uuid, hash text, journal jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF journal ->> 'record' <> 'receptions.appointment:' || wanted THEN
        RAISE EXCEPTION 'this is not in order' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE receptions_appointment SET cancelled_at = clock_timestamp()
        WHERE id = wanted AND code_hash = hash AND cancelled_at IS NULL
            AND arrived_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM journal_append(journal);
    RETURN true;
END
$$;

-- The published sessions of a unit between two days, each with its slots.
CREATE FUNCTION receptions_schedule(wanted bigint, first date, last date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'on', s."on", 'starts', s.starts, 'ends', s.ends, 'place', s.place,
        'post', s.post, 'online', s.online, 'kind', s.kind, 'expected', s.expected,
        'participants', s.participants, 'published', s.published_on,
        'slots', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id,
                'starts', l.starts, 'free', l.seats - (SELECT count(*)
                    FROM receptions_appointment a
                    WHERE a.slot_id = l.id AND a.cancelled_at IS NULL))
                ORDER BY l.starts), '[]')
            FROM receptions_slot l WHERE l.session_id = s.id))
        ORDER BY s."on", s.starts), '[]')
    FROM receptions_session s
    WHERE s.unit_id = wanted AND s."on" BETWEEN first AND last
        AND s.published_on IS NOT NULL AND s.state IN ('planned', 'delegated')
$$;

REVOKE ALL ON FUNCTION receptions_seat_exists(), receptions_slip(uuid),
    receptions_book(jsonb, jsonb), receptions_appointment_of(text, text),
    receptions_cancel(uuid, text, jsonb), receptions_schedule(bigint, date, date)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receptions_book(jsonb, jsonb),
    receptions_appointment_of(text, text), receptions_cancel(uuid, text, jsonb),
    receptions_schedule(bigint, date, date) TO danvan_portal, danvan_office;
