"""The second lock: what row-level security asks about who looks."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP PROCEDURE danvan_lock(regclass), danvan_unlock(regclass);
DROP FUNCTION danvan_units(text), danvan_is_system();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL((SQL / "scope.sql").read_text("utf-8"), UNDO),
    ]
