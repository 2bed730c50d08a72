-- The second lock on reports: an officer's request sees those of his units.
CALL danvan_lock('reports_report');
CREATE POLICY units ON reports_report TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('report'))::bigint[]));

DO $$
DECLARE
    child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['reports_figure', 'reports_citation', 'reports_check']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', child);
        EXECUTE format('CREATE POLICY units ON %I TO danvan_office USING (
            EXISTS (SELECT FROM reports_report r WHERE r.id = report_id))', child);
    END LOOP;
END
$$;

CALL danvan_lock('reports_remark');
CREATE POLICY units ON reports_remark TO danvan_office USING (
    EXISTS (SELECT FROM reports_check c WHERE c.id = check_made_id));
