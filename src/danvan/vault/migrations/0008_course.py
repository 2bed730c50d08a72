"""The law's course of a sealed case: steps, terms and where it stands."""

import django.db.models.deletion
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_portal_reads"),
        ("vault", "0007_counter_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sealedcase",
            name="course",
            field=models.CharField(db_default="denunciation", max_length=20),
        ),
        migrations.AddField(
            model_name="sealedcase",
            name="stage",
            field=models.CharField(db_default="received", max_length=20),
        ),
        migrations.CreateModel(
            name="SealedStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("course", models.CharField(max_length=20)),
                ("step", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, default="", max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=60)),
                ("article", models.CharField(max_length=80)),
                ("facts", models.JSONField(default=dict)),
                (
                    "compartment",
                    models.CharField(blank=True, default="", max_length=40),
                ),
                ("note", models.BinaryField(default=b"")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.sealedcase",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["seq"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "unit", "seq"), name="sealed_step_seq"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("note", b""),
                            models.Q(("compartment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sealed_step_note_has_its_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("start", models.DateField()),
                ("due", models.DateField(null=True)),
                ("term", models.JSONField()),
                ("trace", models.JSONField()),
                ("ended", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "Met"),
                            ("late", "Late"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.sealedcase",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["start", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended__isnull", True)),
                        fields=("case", "unit", "code"),
                        name="sealed_term_runs_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended__isnull", True), ("outcome", "")),
                            models.Q(
                                ("ended__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sealed_term_ended_somehow",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "course.sql").read_text("utf-8"),
            "DROP POLICY vault_sealedstep ON vault_sealedstep;"
            "DROP POLICY vault_sealedterm ON vault_sealedterm",
        ),
    ]
