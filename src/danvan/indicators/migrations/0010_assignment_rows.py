"""What the database itself guards of assignments, and who sees them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('indicators_assignment');
DROP TRIGGER indicators_assignment_kept ON indicators_assignment;
GRANT UPDATE, DELETE ON indicators_assignment TO danvan_office;
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0009_assignments")]

    operations = [
        migrations.RunSQL((SQL / "assignments.sql").read_text("utf-8"), UNDO),
    ]
