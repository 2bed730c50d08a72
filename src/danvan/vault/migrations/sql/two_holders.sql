-- An active key in the hands of one person is one accident away from lost.
CREATE FUNCTION vault_two_holders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- By JSON, because the two tables name the key differently.
    row_ jsonb := coalesce(to_jsonb(NEW), to_jsonb(OLD));
    wanted bigint := CASE TG_TABLE_NAME
        WHEN 'vault_holding' THEN row_ ->> 'key_id' ELSE row_ ->> 'id' END;
    before text := current_setting('danvan.units', true);
    held bigint;
BEGIN
    -- Row-level security holds this function too: it looks as the unit itself.
    PERFORM set_config('danvan.units', row_ ->> 'unit_id', true);
    SELECT count(*) INTO held FROM vault_holding h WHERE h.key_id = wanted;
    PERFORM set_config('danvan.units', coalesce(before, ''), true);
    IF held < 2 AND EXISTS (
        SELECT FROM vault_unitkey k WHERE k.id = wanted AND k.state = 'active')
    THEN
        RAISE EXCEPTION 'an active key needs two holders'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION vault_two_holders() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER vault_two_holders AFTER UPDATE OR DELETE ON vault_holding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vault_two_holders();
CREATE CONSTRAINT TRIGGER vault_two_holders AFTER INSERT OR UPDATE ON vault_unitkey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vault_two_holders();
