-- What a paragraph said once stays; drafts are seen by those who write the unit's reports.
CREATE FUNCTION publishing_keep_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a version of a paragraph is never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER publishing_version_kept BEFORE UPDATE OR DELETE
    ON publishing_paragraphversion
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_version();
REVOKE ALL ON FUNCTION publishing_keep_version() FROM PUBLIC;
REVOKE UPDATE, DELETE ON publishing_paragraphversion FROM danvan_office;
REVOKE DELETE ON publishing_draft, publishing_paragraph FROM danvan_office;

CALL danvan_lock('publishing_draft');
CREATE POLICY units ON publishing_draft TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('draft'))::bigint[]));
CALL danvan_lock('publishing_paragraph');
CREATE POLICY units ON publishing_paragraph TO danvan_office USING (
    EXISTS (SELECT FROM publishing_draft d WHERE d.id = draft_id));
CALL danvan_lock('publishing_link');
CREATE POLICY units ON publishing_link TO danvan_office USING (
    EXISTS (SELECT FROM publishing_paragraph p WHERE p.id = paragraph_id));
CALL danvan_lock('publishing_paragraphversion');
CREATE POLICY units ON publishing_paragraphversion TO danvan_office USING (
    EXISTS (SELECT FROM publishing_paragraph p WHERE p.id = paragraph_id));
