"""Who was on time, shown to the public by a place's decision."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP FUNCTION publishing_timeliness_of(text, date);
CALL danvan_unlock('publishing_timeliness');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_reminders"),
        ("orgs", "0004_remote_areas"),
        ("publishing", "0006_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Timeliness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("body", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.RunSQL((SQL / "timeliness.sql").read_text("utf-8"), UNDO),
    ]
