-- Lines come in through journal_append and never change.
REVOKE ALL ON journal_entry, journal_chain FROM danvan_office;
REVOKE ALL ON SEQUENCE journal_entry_id_seq FROM danvan_office;
GRANT SELECT ON journal_entry, journal_chain TO danvan_office;

CREATE FUNCTION journal_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'journal lines are never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- FOR EACH STATEMENT: also a statement that would touch no line is refused.
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- Who calls, seen from inside a SECURITY DEFINER function, where current_user
-- is the owner. The public process writes into its own chain alone.
CREATE FUNCTION journal_check_caller(chain text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    caller text := coalesce(nullif(current_setting('role'), 'none'), session_user);
BEGIN
    IF chain <> 'portal' AND NOT pg_has_role(caller, 'danvan_office', 'MEMBER') THEN
        RAISE EXCEPTION 'role % may not write into chain %', caller, chain
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

-- Lock a chain until the end of the transaction and say where it stands.
CREATE FUNCTION journal_head(
    chain text, OUT seq bigint, OUT head text, OUT at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_check_caller(chain);
    INSERT INTO journal_chain (code, seq, head) VALUES (chain, 0, '')
        ON CONFLICT (code) DO NOTHING;
    SELECT c.seq, c.head INTO seq, head
        FROM journal_chain c WHERE c.code = chain FOR UPDATE;
    -- Read after the lock is held, so that times rise along a chain.
    at := clock_timestamp();
END
$$;

-- Append a line made by journal.services.prepare in this transaction.
CREATE FUNCTION journal_append(line jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    entry journal_entry := jsonb_populate_record(NULL::journal_entry, line - 'id');
BEGIN
    PERFORM journal_check_caller(entry.chain);
    UPDATE journal_chain c SET seq = entry.seq, head = entry.hmac
        WHERE c.code = entry.chain AND c.seq = entry.seq - 1
            AND c.head = line->>'previous';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'line % does not follow the head of chain %',
            entry.seq, entry.chain USING ERRCODE = 'serialization_failure';
    END IF;
    IF entry.at NOT BETWEEN transaction_timestamp() - interval '1 minute'
            AND clock_timestamp() + interval '1 minute' THEN
        RAISE EXCEPTION 'line % is not of this transaction', entry.seq
            USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO journal_entry (chain, seq, at, actor_id, actor_label, action,
            record, changes, why, hmac)
        VALUES (entry.chain, entry.seq, entry.at, entry.actor_id, entry.actor_label,
            entry.action, entry.record, entry.changes, entry.why, entry.hmac);
    RETURN entry.seq;
END
$$;

REVOKE ALL ON FUNCTION journal_refuse(), journal_check_caller(text),
    journal_head(text), journal_append(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_head(text), journal_append(jsonb)
    TO danvan_office, danvan_portal;
