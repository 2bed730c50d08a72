-- Who looks, as the second lock asks it. The office's process sets these for
-- each request (danvan.accounts.scope); unset they open nothing.

-- The units of which one may read ``room`` (petition, report).
CREATE FUNCTION danvan_units(room text) RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(string_to_array(nullif(
        current_setting('danvan.' || room || '_units', true), ''), ',')::bigint[],
        ARRAY[]::bigint[])
$$;

-- The worker, commands, and the few steps that reach into another unit.
CREATE FUNCTION danvan_is_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(current_setting('danvan.scope', true), '') = 'system'
$$;

-- Lock a table, its owner too, and let the owner (migrations, the functions of
-- the public process) and the system through. Each room adds who else.
CREATE PROCEDURE danvan_lock(named regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', named);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', named);
    EXECUTE format('CREATE POLICY owner ON %s TO CURRENT_USER
        USING (true) WITH CHECK (true)', named);
    EXECUTE format('CREATE POLICY system ON %s TO danvan_office
        USING ((SELECT danvan_is_system()))
        WITH CHECK ((SELECT danvan_is_system()))', named);
END
$$;

CREATE PROCEDURE danvan_unlock(named regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    policy name;
BEGIN
    FOR policy IN SELECT polname FROM pg_policy WHERE polrelid = named LOOP
        EXECUTE format('DROP POLICY %I ON %s', policy, named);
    END LOOP;
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', named);
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', named);
END
$$;

REVOKE ALL ON FUNCTION danvan_units(text), danvan_is_system() FROM PUBLIC;
REVOKE ALL ON PROCEDURE danvan_lock(regclass), danvan_unlock(regclass)
    FROM PUBLIC, danvan_office;
GRANT EXECUTE ON FUNCTION danvan_units(text), danvan_is_system() TO danvan_office;
