ALTER TABLE vault_blindtag ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_blindtag FORCE ROW LEVEL SECURITY;
CREATE POLICY vault_blindtag ON vault_blindtag
    USING (unit_id = ANY (vault_units()));
REVOKE UPDATE ON vault_blindtag FROM danvan_office;
