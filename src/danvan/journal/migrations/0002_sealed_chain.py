"""A chain of its own for what the public process seals."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        # Going back, the wider function may stay: nothing writes there then.
        migrations.RunSQL(
            (SQL / "sealed_chain.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
