-- The second lock on filled forms: an officer's request sees those of his units.
-- Periods and definitions are public facts.
CALL danvan_lock('indicators_filledform');
CREATE POLICY units ON indicators_filledform TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('form'))::bigint[]));

CALL danvan_lock('indicators_formcell');
CREATE POLICY units ON indicators_formcell TO danvan_office USING (
    EXISTS (SELECT FROM indicators_filledform f WHERE f.id = filled_id));
