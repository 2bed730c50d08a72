-- What the public process seals stands in a chain that no page of the office
-- shows: the chain of its other lines is read in every province, and would tell
-- there that somebody had denounced somebody.
CREATE OR REPLACE FUNCTION journal_check_caller(chain text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    caller text := coalesce(nullif(current_setting('role'), 'none'), session_user);
BEGIN
    IF chain NOT IN ('portal', 'sealed')
        AND NOT pg_has_role(caller, 'danvan_office', 'MEMBER')
    THEN
        RAISE EXCEPTION 'role % may not write into chain %', caller, chain
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;
