-- The second lock on petitions: an officer's request sees those of his units,
-- those assigned to them, and what theirs continue, whatever the query forgot.

-- The petitions assigned to these units. SECURITY DEFINER: the policies of
-- petitions and assignments cannot ask each other without end.
CREATE FUNCTION petitions_assigned(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.petition_id FROM petitions_assignment a WHERE a.unit_id = ANY (units)
$$;

-- The petitions from which those of these units were transferred.
CREATE FUNCTION petitions_origins(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.origin_id FROM petitions_petition p
    WHERE p.unit_id = ANY (units) AND p.origin_id IS NOT NULL
$$;

REVOKE ALL ON FUNCTION petitions_assigned(bigint[]), petitions_origins(bigint[])
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION petitions_assigned(bigint[]), petitions_origins(bigint[])
    TO danvan_office;

CALL danvan_lock('petitions_petition');
CREATE POLICY units ON petitions_petition TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('petition'))::bigint[])
        OR id IN (SELECT petitions_assigned(danvan_units('petition'))));
-- Its number is shown where it went; nothing of it can be changed from there.
CREATE POLICY origins ON petitions_petition FOR SELECT TO danvan_office
    USING (id IN (SELECT petitions_origins(danvan_units('petition'))));

-- What belongs to a petition follows it; of an origin only the row itself.
DO $$
DECLARE
    child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['petitions_step', 'petitions_deadline',
        'petitions_assignment', 'petitions_reply']
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

-- Look-ups that failed are counted by the owner's function and by nobody else.
CALL danvan_lock('petitions_wrongtry');

-- The files of a petition, and of the one it continues.
CREATE POLICY petitions ON files_storedfile TO danvan_office USING (
    starts_with(owner, 'petitions.petition:') AND EXISTS (
        SELECT FROM petitions_petition p
        WHERE p.id = substr(owner, 20)::uuid OR p.origin_id = substr(owner, 20)::uuid));
