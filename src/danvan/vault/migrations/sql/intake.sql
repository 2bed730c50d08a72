-- The doors of a process that holds public keys only and may read no table here.

CREATE FUNCTION vault_public_key(
    code text, OUT unit_id bigint, OUT key_id bigint, OUT epoch int, OUT public bytea
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT k.unit_id, k.id, k.epoch, k.public
    FROM vault_unitkey k JOIN orgs_unit u ON u.id = k.unit_id
    WHERE u.code = vault_public_key.code AND k.state = 'active'
$$;

-- "case": the columns of vault_sealedcase, and "key_id" with the key it was sealed
-- to (null on paper). blobs and wraps: arrays of their columns, whose bytes stand
-- in blob_data and wrap_data in the same order. journal: a line made by
-- journal.services.prepare in this transaction. Returns the number; the same
-- idempotency key again gives the same number and writes nothing.
CREATE FUNCTION vault_intake(
    "case" jsonb, blobs jsonb, blob_data bytea[], wraps jsonb, wrap_data bytea[],
    journal jsonb
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c vault_sealedcase := jsonb_populate_record(NULL::vault_sealedcase, "case");
    sealed_to vault_unitkey;
    before text := current_setting('danvan.units', true);
    kept text;
BEGIN
    IF journal ->> 'record' <> 'vault.case:' || c.id
        OR c.received_on NOT BETWEEN current_date - 2 AND current_date + 2
        OR jsonb_array_length(blobs) > 40
        OR c.on_paper <> (jsonb_array_length(blobs) = 0)
        OR c.on_paper <> (jsonb_array_length(wraps) = 0)
    THEN
        RAISE EXCEPTION 'this intake is not in order' USING ERRCODE = 'check_violation';
    END IF;
    -- Row-level security holds this function too: it writes as the receiver.
    PERFORM set_config('danvan.units', c.receiver_id::text, true);

    SELECT number INTO kept FROM vault_sealedcase
        WHERE idempotency_key = c.idempotency_key;
    IF kept IS NULL THEN
        IF NOT c.on_paper THEN
            -- Locked against a rotation that would destroy this key meanwhile.
            SELECT * INTO sealed_to FROM vault_unitkey k
                WHERE k.id = ("case" ->> 'key_id')::bigint FOR SHARE;
            IF sealed_to.unit_id IS DISTINCT FROM c.receiver_id
                OR sealed_to.state <> 'active'
            THEN
                RAISE EXCEPTION 'sealed to a key that is not in use'
                    USING ERRCODE = 'object_not_in_prerequisite_state';
            END IF;
        END IF;
        INSERT INTO vault_sealedcase (id, number, receiver_id, received_on, deadline,
                state, on_paper, code_hash, idempotency_key)
            VALUES (c.id, c.number, c.receiver_id, c.received_on, c.deadline,
                'received', c.on_paper, c.code_hash, c.idempotency_key);
        INSERT INTO vault_wrap (case_id, compartment, unit_id, key_id, wrapped)
            SELECT c.id, w.value ->> 'compartment', c.receiver_id, sealed_to.id,
                wrap_data[w.ordinality]
            FROM jsonb_array_elements(wraps) WITH ORDINALITY w;
        INSERT INTO vault_sealedblob (id, case_id, compartment, kind, unit_code, epoch,
                data)
            SELECT (b.value ->> 'id')::uuid, c.id, b.value ->> 'compartment',
                b.value ->> 'kind', u.code, sealed_to.epoch, blob_data[b.ordinality]
            FROM jsonb_array_elements(blobs) WITH ORDINALITY b
            JOIN orgs_unit u ON u.id = c.receiver_id;
        PERFORM journal_append(journal);
        kept := c.number;
    END IF;
    PERFORM set_config('danvan.units', coalesce(before, ''), true);
    RETURN kept;
END
$$;

REVOKE ALL ON FUNCTION vault_public_key(text),
    vault_intake(jsonb, jsonb, bytea[], jsonb, bytea[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_public_key(text),
    vault_intake(jsonb, jsonb, bytea[], jsonb, bytea[], jsonb)
    TO danvan_portal, danvan_office;
