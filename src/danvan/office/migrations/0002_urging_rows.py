"""Urgings are appended only, and seen by the unit and the leaders of its place."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('office_urging');
GRANT UPDATE, DELETE ON office_urging TO danvan_office;
DROP TRIGGER office_urging_kept ON office_urging;
DROP FUNCTION office_keep();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0001_urgings"),
        ("accounts", "0003_scope"),
        ("indicators", "0004_value_rows"),
    ]

    operations = [
        migrations.RunSQL((SQL / "urgings.sql").read_text("utf-8"), UNDO),
    ]
