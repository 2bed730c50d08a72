"""Row-level security on filled forms and their cells."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('indicators_formcell');
CALL danvan_unlock('indicators_filledform');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO),
    ]
