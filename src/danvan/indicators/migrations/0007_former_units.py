"""Values of former units are read by those who took their place."""

from pathlib import Path

from django.db import migrations

UNDO = """
    DROP POLICY held ON indicators_value;
    CREATE OR REPLACE FUNCTION indicators_reach() RETURNS bigint[]
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT danvan_units('form') || CASE
            WHEN danvan_units('form_below') = ARRAY[]::bigint[]
            THEN ARRAY[]::bigint[]
            ELSE registers_below(danvan_units('form_below')) END
    $$;
    DROP FUNCTION indicators_with_former(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_reminder_rows"),
        ("reports", "0003_previous_report"),
    ]

    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "former.sql").read_text("utf-8"), UNDO
        ),
    ]
