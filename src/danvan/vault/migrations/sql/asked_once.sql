-- What the viewer may see is asked once a statement: in a selection of its own a call
-- is planned apart and not made again for every row.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['unitkey', 'holding', 'wrap', 'access', 'approval',
        'opening', 'blindtag', 'intakedecision', 'verifierkey', 'sealedstep',
        'sealedterm']
    LOOP
        EXECUTE format('ALTER POLICY vault_%1$s ON vault_%1$s
            USING (unit_id = ANY ((SELECT vault_units())::bigint[]))', name);
    END LOOP;
END
$$;

ALTER POLICY vault_officersecret ON vault_officersecret
    USING (user_id = (SELECT vault_user()));
ALTER POLICY vault_sealedcase ON vault_sealedcase
    USING (receiver_id = ANY ((SELECT vault_units())::bigint[]) OR EXISTS (
        SELECT FROM vault_wrap w
        WHERE w.case_id = vault_sealedcase.id
            AND w.unit_id = ANY ((SELECT vault_units())::bigint[])));
ALTER POLICY vault_sealedblob ON vault_sealedblob
    USING (EXISTS (
        SELECT FROM vault_wrap w
        WHERE w.case_id = vault_sealedblob.case_id
            AND w.compartment = vault_sealedblob.compartment
            AND w.unit_id = ANY ((SELECT vault_units())::bigint[])));
