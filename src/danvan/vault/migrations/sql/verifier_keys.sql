ALTER TABLE vault_verifierkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_verifierkey FORCE ROW LEVEL SECURITY;
CREATE POLICY vault_verifierkey ON vault_verifierkey
    USING (unit_id = ANY (vault_units()));
-- Given and taken, never changed.
REVOKE UPDATE ON vault_verifierkey FROM danvan_office;
