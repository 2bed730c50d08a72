-- The second lock on saved filters and batches: they are of a unit, as petitions are.
DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['petitions_savedfilter', 'petitions_batch']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', named);
        EXECUTE format($policy$CREATE POLICY units ON %I TO danvan_office
            USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[]))$policy$,
            named);
    END LOOP;
END
$$;

CALL danvan_lock('petitions_batchitem');
CREATE POLICY units ON petitions_batchitem TO danvan_office USING (
    EXISTS (SELECT FROM petitions_batch b WHERE b.id = batch_id));
