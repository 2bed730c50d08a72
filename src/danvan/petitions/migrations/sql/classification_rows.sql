-- The second lock on classifications and successions: they follow their petition.
DO $$
DECLARE
    child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['petitions_classification', 'petitions_succession']
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
