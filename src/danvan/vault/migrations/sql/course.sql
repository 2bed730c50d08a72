DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['sealedstep', 'sealedterm'] LOOP
        EXECUTE format('ALTER TABLE vault_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE vault_%s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY vault_%1$s ON vault_%1$s
            USING (unit_id = ANY (vault_units()))', name);
    END LOOP;
END
$$;
-- A step is appended, a term ends: neither goes.
REVOKE UPDATE, DELETE ON vault_sealedstep FROM danvan_office;
REVOKE DELETE ON vault_sealedterm FROM danvan_office;
