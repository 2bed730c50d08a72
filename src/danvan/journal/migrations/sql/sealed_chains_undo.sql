DROP TRIGGER journal_check_sealed ON journal_entry;
DROP FUNCTION journal_check_sealed();

CREATE OR REPLACE FUNCTION journal_check_caller(chain text) RETURNS void
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
