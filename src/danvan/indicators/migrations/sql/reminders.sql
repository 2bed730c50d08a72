-- Reminders and decisions are appended, never changed.
DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['reminder', 'publictimeliness']
    LOOP
        EXECUTE format('CREATE TRIGGER indicators_%s_kept BEFORE UPDATE OR DELETE
            ON indicators_%s FOR EACH ROW EXECUTE FUNCTION indicators_keep()',
            named, named);
        EXECUTE format('REVOKE UPDATE, DELETE ON indicators_%s FROM danvan_office',
            named);
        EXECUTE format('CALL danvan_lock(%L)', 'indicators_' || named);
    END LOOP;
END
$$;
CREATE POLICY units ON indicators_reminder TO danvan_office
    USING (unit_id = ANY ((SELECT indicators_reach())::bigint[]));

-- What is public is told to everyone; a place decides it for itself.
CREATE POLICY told ON indicators_publictimeliness FOR SELECT TO danvan_office
    USING (true);
CREATE POLICY units ON indicators_publictimeliness TO danvan_office
    USING (place_id = ANY ((SELECT indicators_reach())::bigint[]));
