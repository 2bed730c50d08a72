-- The second lock on receptions: an officer's request sees those of his units.

DO $$
DECLARE
    own text;
BEGIN
    FOREACH own IN ARRAY ARRAY['receptions_session', 'receptions_visit',
        'receptions_sealedvisit']
    LOOP
        EXECUTE format('CALL danvan_lock(%L)', own);
        EXECUTE format('CREATE POLICY units ON %I TO danvan_office USING (
            unit_id = ANY ((SELECT danvan_units(''reception''))::bigint[]))', own);
    END LOOP;
END
$$;

CALL danvan_lock('receptions_present');
CREATE POLICY units ON receptions_present TO danvan_office
    USING (EXISTS (SELECT FROM receptions_visit v WHERE v.id = visit_id));
CALL danvan_lock('receptions_slot');
CREATE POLICY units ON receptions_slot TO danvan_office
    USING (EXISTS (SELECT FROM receptions_session s WHERE s.id = session_id));
CALL danvan_lock('receptions_appointment');
CREATE POLICY units ON receptions_appointment TO danvan_office
    USING (EXISTS (SELECT FROM receptions_slot s WHERE s.id = slot_id));

-- A letter that turns out to be a denunciation leaves the register for the vault
-- (petitions_hand_over): the visits that brought it leave the book with it. What
-- stays of them is their number, kept apart like that of any sealed visit.
CREATE FUNCTION receptions_seal(about receptions_visit) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO receptions_sealedvisit (session_id, unit_id, year, number, "on")
        VALUES (about.session_id, about.unit_id, about.year, about.number, about."on");
    DELETE FROM receptions_present WHERE visit_id = about.id;
    DELETE FROM receptions_visit WHERE id = about.id;
END
$$;

CREATE FUNCTION receptions_letter_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.petition_id = ANY (coalesce(
            nullif(current_setting('danvan.hand_over', true), ''), '{}')::uuid[]) THEN
        -- Those about the same matter without a letter of their own go too.
        PERFORM receptions_seal(v) FROM receptions_visit v
            WHERE v.matter_id = NEW.matter_id AND v.petition_id IS NULL;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER visit_leaves_with_its_letter AFTER UPDATE OF petition_id
    ON receptions_visit FOR EACH ROW EXECUTE FUNCTION receptions_letter_left();

REVOKE ALL ON FUNCTION receptions_seal(receptions_visit), receptions_letter_left()
    FROM PUBLIC;
