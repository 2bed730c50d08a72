"""What the database itself guards, and the two doors of the public process."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP TRIGGER petitions_step_append_only ON petitions_step;
DROP TRIGGER petitions_step_bare ON petitions_step;
DROP TRIGGER petitions_reply_bare ON petitions_reply;
DROP TRIGGER petitions_petition_kind ON petitions_petition;
DROP FUNCTION petitions_refuse(), petitions_keep_bare(), petitions_keep_kind();
GRANT UPDATE, DELETE ON petitions_step TO danvan_office;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0001_initial"),
        ("orgs", "0001_initial"),
        ("files", "0001_initial"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL((SQL / "guards.sql").read_text("utf-8"), UNDO),
        migrations.RunSQL(
            (SQL / "intake.sql").read_text("utf-8"),
            "DROP FUNCTION petitions_intake(jsonb, jsonb, jsonb), petitions_receipt(uuid)",
        ),
        migrations.RunSQL(
            (SQL / "status.sql").read_text("utf-8"),
            "DROP FUNCTION petitions_status(text, text), petitions_course(uuid)",
        ),
    ]
