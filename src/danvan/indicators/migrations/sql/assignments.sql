-- What a place asks for is appended, told to every unit, and decided by the place.
CREATE TRIGGER indicators_assignment_kept BEFORE UPDATE OR DELETE
    ON indicators_assignment FOR EACH ROW EXECUTE FUNCTION indicators_keep();
REVOKE UPDATE, DELETE ON indicators_assignment FROM danvan_office;
CALL danvan_lock('indicators_assignment');
CREATE POLICY told ON indicators_assignment FOR SELECT TO danvan_office USING (true);
CREATE POLICY units ON indicators_assignment TO danvan_office
    USING (place_id = ANY ((SELECT indicators_reach())::bigint[]));
