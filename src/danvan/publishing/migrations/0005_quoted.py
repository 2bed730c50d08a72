"""Whether the words around a printed figure may be shown."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
_OLD = (SQL / "editions.sql").read_text("utf-8").partition("FUNCTION publishing_source")
UNDO = f"CREATE OR REPLACE {_OLD[1]}{_OLD[2].partition('-- News')[0]}"


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_series")]

    operations = [
        migrations.AddField(
            model_name="editionfigure",
            name="quoted",
            field=models.BooleanField(default=True, db_default=True),
        ),
        migrations.RunSQL((SQL / "quoted.sql").read_text("utf-8"), UNDO),
    ]
