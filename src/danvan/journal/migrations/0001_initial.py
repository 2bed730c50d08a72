"""The journal: roles of the processes, the lines, and what guards them."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNGUARD = """
DROP TRIGGER journal_append_only ON journal_entry;
DROP FUNCTION journal_append(jsonb), journal_head(text),
    journal_check_caller(text), journal_refuse();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # Going back leaves the roles: other databases of the cluster use them.
        migrations.RunSQL(
            (SQL / "roles.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "code",
                    models.CharField(max_length=24, primary_key=True, serialize=False),
                ),
                ("seq", models.BigIntegerField()),
                ("head", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
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
                ("chain", models.CharField(max_length=24)),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.CharField(max_length=80)),
                ("actor_label", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=60)),
                ("record", models.CharField(max_length=120)),
                ("changes", models.JSONField()),
                ("why", models.CharField(max_length=80)),
                ("hmac", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["chain", "-at"], name="entry_by_chain"),
                    models.Index(fields=["record"], name="entry_by_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "seq"), name="entry_once")
                ],
            },
        ),
        migrations.RunSQL((SQL / "append_only.sql").read_text("utf-8"), UNGUARD),
    ]
