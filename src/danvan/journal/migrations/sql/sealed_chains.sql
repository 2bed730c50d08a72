-- The public process writes into its own chain and, on taking in a sealed case,
-- into the chain of the receiver's sealed cases.
CREATE OR REPLACE FUNCTION journal_check_caller(chain text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    caller text := coalesce(nullif(current_setting('role'), 'none'), session_user);
BEGIN
    IF chain <> 'portal' AND chain NOT LIKE 'vault:%'
        AND NOT pg_has_role(caller, 'danvan_office', 'MEMBER')
    THEN
        RAISE EXCEPTION 'role % may not write into chain %', caller, chain
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

CREATE FUNCTION journal_check_sealed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    caller text := coalesce(nullif(current_setting('role'), 'none'), session_user);
BEGIN
    IF NEW.action <> 'vault.receive'
        AND NOT pg_has_role(caller, 'danvan_office', 'MEMBER')
    THEN
        RAISE EXCEPTION 'role % may not write % into chain %', caller, NEW.action,
            NEW.chain USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER journal_check_sealed BEFORE INSERT ON journal_entry FOR EACH ROW
    WHEN (NEW.chain LIKE 'vault:%') EXECUTE FUNCTION journal_check_sealed();

REVOKE ALL ON FUNCTION journal_check_sealed() FROM PUBLIC;
