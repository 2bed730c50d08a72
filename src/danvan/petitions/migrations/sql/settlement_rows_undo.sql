CREATE OR REPLACE FUNCTION petitions_origins(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.origin_id FROM petitions_petition p
    WHERE p.unit_id = ANY (units) AND p.origin_id IS NOT NULL
$$;
CALL danvan_unlock('petitions_watchedmatter');
CALL danvan_unlock('petitions_satisfaction');
CALL danvan_unlock('petitions_execution');
CALL danvan_unlock('petitions_conclusion');
CALL danvan_unlock('petitions_dialogue');
CALL danvan_unlock('petitions_task');
CALL danvan_unlock('petitions_determination');
