"""The one way in which a letter leaves the register: into the vault."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP FUNCTION petitions_hand_over(uuid, bigint);
CREATE OR REPLACE FUNCTION petitions_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'steps of a petition are never changed or deleted (%)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0005_letter_rows"),
        ("vault", "0007_counter_dates"),
    ]

    operations = [
        migrations.RunSQL((SQL / "hand_over.sql").read_text("utf-8"), UNDO),
    ]
