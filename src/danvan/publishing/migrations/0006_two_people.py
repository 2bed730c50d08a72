"""Who prepared and who approved an edition: one person does not publish alone."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
_OLD = (SQL / "editions.sql").read_text("utf-8").partition("FUNCTION publishing_keep()")
UNDO = f"CREATE OR REPLACE {_OLD[1]}{_OLD[2].partition('CREATE TRIGGER')[0]}"


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_quoted")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="preparer",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="edition",
            name="approver",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.RunSQL((SQL / "two_people.sql").read_text("utf-8"), UNDO),
    ]
