"""One look-up for ordinary and sealed letters, which costs the same for every answer."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
BEFORE = (SQL / "status.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0008_two_kinds"),
        ("vault", "0004_intake"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION petitions_status(text, text)",
            BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
        migrations.RunSQL(
            (SQL / "one_look_up.sql").read_text("utf-8"),
            "DROP FUNCTION petitions_status(text, text, text)",
        ),
    ]
