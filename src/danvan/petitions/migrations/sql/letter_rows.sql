-- The second lock on matters, links and signatories: they follow their petition.

CALL danvan_lock('petitions_matter');
CREATE POLICY units ON petitions_matter TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[])
        OR EXISTS (SELECT FROM petitions_petition p WHERE p.matter_id = petitions_matter.id));

DO $$
DECLARE
    child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['petitions_link', 'petitions_signatory']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', child);
        EXECUTE format($policy$CREATE POLICY units ON %I TO danvan_office USING (
            EXISTS (SELECT FROM petitions_petition p WHERE p.id = petition_id
                AND (p.unit_id = ANY ((SELECT danvan_units('petition'))::bigint[])
                    OR p.id IN (SELECT petitions_assigned(danvan_units('petition')))
                )))$policy$, child);
    END LOOP;
END
$$;
