-- What intake asks before it seals, and the receipt afterwards. None of these
-- functions tells more than its answer; the public process may call them all
-- except the last two.

-- Everybody may see how a unit takes denunciations in; the unit alone says how.
ALTER TABLE vault_intakedecision ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_intakedecision FORCE ROW LEVEL SECURITY;
CREATE POLICY vault_intakedecision_read ON vault_intakedecision FOR SELECT USING (true);
CREATE POLICY vault_intakedecision ON vault_intakedecision
    USING (unit_id = ANY (vault_units()));
REVOKE DELETE ON vault_intakedecision FROM danvan_office;

-- Which of these units have a key in use and a decision in force over a channel.
CREATE FUNCTION vault_able(codes text[], over text, day date) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.code FROM orgs_unit u
    WHERE u.code = ANY (codes)
        AND EXISTS (SELECT FROM vault_unitkey k
            WHERE k.unit_id = u.id AND k.state = 'active')
        AND EXISTS (SELECT FROM vault_intakedecision d
            WHERE d.unit_id = u.id AND d.channel = over AND d.valid_from <= day
                AND (d.valid_to IS NULL OR d.valid_to >= day))
$$;

-- As danvan.core.text.fold: without tones and hats, in small letters; and only
-- letters and digits, so that a comma does not hide a name.
CREATE FUNCTION vault_fold(said text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT trim(regexp_replace(lower(regexp_replace(
        translate(normalize(said, NFKD), 'ĐđÐð', 'dddd'),
        '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g'))
$$;

-- Whether somebody who is named, folded, holds a role in one of the units today:
-- one bit, and not who.
CREATE FUNCTION vault_works_here(units text[], names text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM accounts_membership m
        JOIN orgs_unit o ON o.id = m.unit_id
        JOIN accounts_user p ON p.id = m.user_id
        CROSS JOIN unnest(names) AS named
        WHERE o.code = ANY (units) AND named <> ''
            AND m.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            AND (m.valid_to IS NULL
                OR m.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
            AND (strpos(' ' || vault_fold(p.label) || ' ', ' ' || named || ' ') > 0
                OR replace(vault_fold(p.username), ' ', '') = replace(named, ' ', '')))
$$;

-- A receipt is found by what its owner alone has. The owner of the functions sees
-- the one row they ask for, whoever receives it.
CREATE POLICY vault_sealedcase_receipt ON vault_sealedcase FOR SELECT TO CURRENT_USER
    USING (number = current_setting('danvan.receipt', true)
        OR idempotency_key::text = current_setting('danvan.receipt', true));

-- The receipt of an intake that was sent before; null when there is none.
CREATE FUNCTION vault_receipt(key uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
BEGIN
    PERFORM set_config('danvan.receipt', key::text, true);
    SELECT jsonb_build_object('number', c.number, 'received_on', c.received_on,
            'deadline', c.deadline) INTO found
        FROM vault_sealedcase c WHERE c.idempotency_key = key;
    PERFORM set_config('danvan.receipt', '', true);
    RETURN found;
END
$$;

-- Where a case stands, for whoever has its number and code: state and days, and
-- neither unit nor person. For other functions of the owner alone.
CREATE FUNCTION vault_status(wanted text, hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
BEGIN
    PERFORM set_config('danvan.receipt', wanted, true);
    SELECT jsonb_build_object('number', c.number, 'state', c.state,
            'received_on', c.received_on, 'due', c.deadline) INTO found
        FROM vault_sealedcase c
        WHERE c.number = wanted AND c.code_hash = hash AND c.code_hash <> '';
    PERFORM set_config('danvan.receipt', '', true);
    RETURN found;
END
$$;

REVOKE ALL ON FUNCTION vault_able(text[], text, date), vault_fold(text),
    vault_works_here(text[], text[]), vault_receipt(uuid), vault_status(text, text)
    FROM PUBLIC, danvan_office;
GRANT EXECUTE ON FUNCTION vault_able(text[], text, date),
    vault_works_here(text[], text[]), vault_receipt(uuid)
    TO danvan_portal, danvan_office;
