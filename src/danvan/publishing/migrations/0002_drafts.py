"""Drafts of reports, who sees them, and versions that stay what they were."""

import django.db.models.deletion
import uuid
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('publishing_paragraphversion');
CALL danvan_unlock('publishing_link');
CALL danvan_unlock('publishing_paragraph');
CALL danvan_unlock('publishing_draft');
DROP TRIGGER publishing_version_kept ON publishing_paragraphversion;
DROP FUNCTION publishing_keep_version();
GRANT UPDATE, DELETE ON publishing_paragraphversion TO danvan_office;
GRANT DELETE ON publishing_draft, publishing_paragraph TO danvan_office;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_value_rows"),
        ("orgs", "0004_remote_areas"),
        ("publishing", "0001_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                ("outline", models.CharField(max_length=32)),
                ("skeleton", models.CharField(blank=True, default="", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("writing", "Writing"), ("finished", "Finished")],
                        default="writing",
                        max_length=8,
                    ),
                ),
                ("made_by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.period",
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
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
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
                ("order", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heading", "Heading"),
                            ("paragraph", "Paragraph"),
                            ("item", "Item"),
                        ],
                        max_length=9,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True, default="", max_length=20000)),
                ("hint", models.JSONField(default=dict)),
                ("tasks", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paragraphs",
                        to="publishing.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Link",
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
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("printed", models.CharField(max_length=32)),
                ("code", models.CharField(blank=True, default="", max_length=16)),
                ("aspect", models.CharField(default="amount", max_length=6)),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=30, null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("linked", "Linked"),
                            ("changed", "Changed"),
                            ("missing", "Missing"),
                            ("loose", "Loose"),
                        ],
                        default="linked",
                        max_length=7,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "value",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.value",
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="publishing.paragraph",
                    ),
                ),
            ],
            options={
                "ordering": ["start"],
            },
        ),
        migrations.CreateModel(
            name="ParagraphVersion",
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
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("links", models.JSONField(default=list)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="publishing.paragraph",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="paragraph",
            constraint=models.UniqueConstraint(
                fields=("draft", "order"), name="paragraph_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="link_has_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "loose"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="link_loose_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="paragraphversion",
            constraint=models.UniqueConstraint(
                fields=("paragraph", "number"), name="paragraph_version_once"
            ),
        ),
        migrations.RunSQL((SQL / "drafts.sql").read_text("utf-8"), UNDO),
    ]
