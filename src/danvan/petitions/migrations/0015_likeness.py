"""What is kept of each letter so that one like it is found; look-ups; advice."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP FUNCTION petitions_resemble(uuid, jsonb);
DROP FUNCTION petitions_marked(bigint[], boolean, date, integer);
DROP FUNCTION petitions_alike(bigint[], boolean, integer);
DROP FUNCTION petitions_scope(boolean);
CALL danvan_unlock('petitions_advice');
CALL danvan_unlock('petitions_similarity');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_portal_reads"),
        ("petitions", "0014_queue_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Advice",
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
                (
                    "axis",
                    models.CharField(
                        choices=[("kind", "Kind"), ("field", "Field")], max_length=5
                    ),
                ),
                ("suggested", models.CharField(max_length=12)),
                ("taken", models.BooleanField()),
                ("model", models.CharField(max_length=16)),
                ("on", models.DateField()),
            ],
            options={
                "verbose_name_plural": "advice",
            },
        ),
        migrations.CreateModel(
            name="Asked",
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
                ("user", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "asked",
            },
        ),
        migrations.CreateModel(
            name="Similarity",
            fields=[
                (
                    "petition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="similarity",
                        serialize=False,
                        to="petitions.petition",
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("recipe", models.CharField(max_length=40)),
            ],
            options={
                "verbose_name_plural": "similarities",
            },
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_ended_somehow",
        ),
        migrations.AlterField(
            model_name="deadline",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("met", "Met"),
                    ("replaced", "Replaced"),
                    ("joined", "Joined"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("outcome", "")),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("outcome__in", ["met", "replaced", "joined"]),
                    ),
                    _connector="OR",
                ),
                name="deadline_ended_somehow",
            ),
        ),
        migrations.AddField(
            model_name="advice",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advice",
                to="petitions.petition",
            ),
        ),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["user", "at"], name="asked_by_user"),
        ),
        migrations.AddField(
            model_name="similarity",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                db_index=False,
                related_name="+",
                to="orgs.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="advice",
            constraint=models.UniqueConstraint(
                fields=("petition", "axis"), name="advice_once"
            ),
        ),
        migrations.AddIndex(
            model_name="similarity",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["keys"], name="similarity_by_key"
            ),
        ),
        migrations.AddIndex(
            model_name="similarity",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["marks"], name="similarity_by_mark"
            ),
        ),
        migrations.RunSQL((SQL / "likeness.sql").read_text("utf-8"), UNDO),
    ]
