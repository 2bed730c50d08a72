-- The second lock on what settling leaves on file: it follows its petition.
DO $$
DECLARE
    child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['petitions_determination', 'petitions_task',
        'petitions_dialogue', 'petitions_conclusion', 'petitions_execution',
        'petitions_satisfaction']
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

CALL danvan_lock('petitions_watchedmatter');
CREATE POLICY units ON petitions_watchedmatter TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[]));

-- A second instance, or a matter opened again, sees the letter it goes on from.
CREATE OR REPLACE FUNCTION petitions_origins(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.origin_id FROM petitions_petition p
    WHERE p.unit_id = ANY (units) AND p.origin_id IS NOT NULL
    UNION
    SELECT l.of_id FROM petitions_link l JOIN petitions_petition p ON p.id = l.petition_id
    WHERE p.unit_id = ANY (units) AND l.kind = 'continuation'
$$;
