-- The second lock on what is kept of registers: each unit's own.
DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['petitions_import', 'petitions_importedrow',
        'petitions_columnmap']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', named);
        EXECUTE format($policy$CREATE POLICY units ON %I TO danvan_office
            USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[]))$policy$,
            named);
    END LOOP;
END
$$;
