"""Who reads a whole place: its territory, and who compiles or approves for it."""

from pathlib import Path

from django.db import migrations

UNDO = """
    CREATE OR REPLACE FUNCTION indicators_reach() RETURNS bigint[]
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT indicators_with_former(danvan_units('form') || CASE
            WHEN danvan_units('form_below') = ARRAY[]::bigint[]
            THEN ARRAY[]::bigint[]
            ELSE registers_below(danvan_units('form_below')) END)
    $$;
    DROP FUNCTION indicators_below(bigint[], bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_assignment_rows")]

    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "places.sql").read_text("utf-8"), UNDO
        ),
    ]
