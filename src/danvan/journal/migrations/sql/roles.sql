-- The roles of the running processes. They cannot log in until the host or the
-- database's administrator gives them a password.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['danvan_office', 'danvan_portal'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this cluster was quicker
        END;
        BEGIN
            -- With this the owner may SET ROLE, which tests do.
            EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;  -- the administrator made the roles and keeps them to himself
        END;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO danvan_office, danvan_portal;

-- Both what stands already and what later migrations make, so that the order
-- of the apps' migrations does not matter.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO danvan_office;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO danvan_office;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO danvan_office;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO danvan_office;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO danvan_office;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO danvan_office;

-- Which migrations ran is the owner's affair.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM danvan_office;
