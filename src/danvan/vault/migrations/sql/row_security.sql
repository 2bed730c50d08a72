-- Who asks, as danvan.vault.scope told the running transaction.
CREATE FUNCTION vault_units() RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(string_to_array(
        nullif(current_setting('danvan.units', true), ''), ',')::bigint[], '{}')
$$;

CREATE FUNCTION vault_user() RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT nullif(current_setting('danvan.user', true), '')::uuid
$$;

REVOKE ALL ON FUNCTION vault_units(), vault_user() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_units(), vault_user() TO danvan_office;

-- Forced, so that the owner, and functions that run as the owner, are held too.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['officersecret', 'unitkey', 'holding', 'sealedcase',
        'wrap', 'sealedblob', 'access', 'approval', 'opening']
    LOOP
        EXECUTE format('ALTER TABLE vault_%s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE vault_%s FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END
$$;

CREATE POLICY vault_officersecret ON vault_officersecret
    USING (user_id = vault_user());
-- A public key is public; only the unit itself may change its row.
CREATE POLICY vault_unitkey_read ON vault_unitkey FOR SELECT USING (true);
CREATE POLICY vault_unitkey ON vault_unitkey
    USING (unit_id = ANY (vault_units()));
CREATE POLICY vault_holding ON vault_holding
    USING (unit_id = ANY (vault_units()));
CREATE POLICY vault_wrap ON vault_wrap
    USING (unit_id = ANY (vault_units()));
-- A unit knows of a case by receiving it or by a key it was given.
CREATE POLICY vault_sealedcase ON vault_sealedcase
    USING (receiver_id = ANY (vault_units()) OR EXISTS (
        SELECT FROM vault_wrap w
        WHERE w.case_id = vault_sealedcase.id AND w.unit_id = ANY (vault_units())));
-- Even the ciphertext of a compartment is only for those who have its key.
CREATE POLICY vault_sealedblob ON vault_sealedblob
    USING (EXISTS (
        SELECT FROM vault_wrap w
        WHERE w.case_id = vault_sealedblob.case_id
            AND w.compartment = vault_sealedblob.compartment
            AND w.unit_id = ANY (vault_units())));
CREATE POLICY vault_access ON vault_access
    USING (unit_id = ANY (vault_units()));
CREATE POLICY vault_approval ON vault_approval
    USING (unit_id = ANY (vault_units()));
CREATE POLICY vault_opening ON vault_opening
    USING (unit_id = ANY (vault_units()));

-- Cases come in through vault_intake; what was sealed or opened never changes.
REVOKE INSERT, DELETE ON vault_sealedcase FROM danvan_office;
REVOKE UPDATE ON vault_sealedblob, vault_recoveryshare, vault_officersecret
    FROM danvan_office;
REVOKE UPDATE, DELETE ON vault_opening FROM danvan_office;
REVOKE DELETE ON vault_unitkey, vault_officerkey, vault_recoverykey,
    vault_recoveryshare FROM danvan_office;
