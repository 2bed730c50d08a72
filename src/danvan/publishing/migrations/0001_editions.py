"""Editions, news and comments; what the database keeps, and the public's doors."""

import django.db.models.deletion
import uuid
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('publishing_comment');
CALL danvan_unlock('publishing_newsitem');
CALL danvan_unlock('publishing_opensource');
CALL danvan_unlock('publishing_editionfigure');
CALL danvan_unlock('publishing_edition');
DROP TRIGGER publishing_figure_kept ON publishing_editionfigure;
DROP TRIGGER publishing_edition_kept ON publishing_edition;
DROP FUNCTION publishing_keep(), publishing_keep_figures(), publishing_frozen(uuid),
    publishing_editions(), publishing_body(uuid), publishing_figures(text, text),
    publishing_index(), publishing_source(uuid, text, int, int), publishing_news(uuid),
    publishing_comment_on(jsonb, jsonb), publishing_opened(text, date),
    publishing_out(text);
GRANT INSERT, UPDATE, DELETE ON publishing_pagecount, publishing_newsitem,
    publishing_comment, publishing_opensource TO danvan_office;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("indicators", "0004_value_rows"),
        ("orgs", "0004_remote_areas"),
        ("accounts", "0003_scope"),
        ("reports", "0003_previous_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
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
                ("title", models.CharField(max_length=200)),
                ("number", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("rules", models.CharField(max_length=16)),
                ("body", models.TextField(blank=True, default="")),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("reason", models.TextField(blank=True, default="")),
                ("demonstration", models.BooleanField(default=False)),
                ("prepared_by", models.CharField(max_length=120)),
                ("prepared_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.CharField(blank=True, default="", max_length=120),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "published_by",
                    models.CharField(blank=True, default="", max_length=120),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="publishing.edition",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.period",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-prepared_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="EditionFigure",
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
                ("code", models.CharField(max_length=16)),
                ("printed", models.CharField(max_length=60)),
                ("amount", models.DecimalField(decimal_places=6, max_digits=30)),
                ("bound", models.CharField(blank=True, default="", max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[("counted", "Counted"), ("printed", "Printed")],
                        max_length=8,
                    ),
                ),
                ("was", models.CharField(blank=True, default="", max_length=60)),
                ("source", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("finding", models.JSONField(default=dict)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="publishing.edition",
                    ),
                ),
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
                (
                    "value",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.value",
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "unit", "code"],
            },
        ),
        migrations.CreateModel(
            name="NewsItem",
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
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=4000)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="publishing.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("text", models.TextField(max_length=2000)),
                ("sent_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("shown", "Shown"),
                            ("refused", "Refused"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "Person"),
                            ("insult", "Insult"),
                            ("off_topic", "Off Topic"),
                            ("advertising", "Advertising"),
                            ("case", "Case"),
                            ("repeated", "Repeated"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("judged_by", models.CharField(blank=True, default="", max_length=120)),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "news",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="publishing.newsitem",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="OpenSource",
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
                ("sha256", models.CharField(max_length=64)),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("day", models.DateField(blank=True, null=True)),
                ("issuer", models.CharField(blank=True, default="", max_length=160)),
                ("where", models.CharField(blank=True, default="", max_length=300)),
                ("published", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
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
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PageCount",
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
                ("page", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("opened", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-day", "page"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "day"), name="page_count_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("number", "version"), name="edition_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="edition_corrects_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True),
                    models.Q(("corrects", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="edition_not_its_own_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), ("sha256", ""), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                    ),
                    _connector="OR",
                ),
                name="edition_hashed_from_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", True),
                        ("state__in", ["draft", "approved"]),
                    ),
                    models.Q(
                        ("published_at__isnull", False),
                        ("state__in", ["published", "superseded"]),
                    ),
                    _connector="OR",
                ),
                name="edition_published_with_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionfigure",
            constraint=models.UniqueConstraint(
                fields=("edition", "unit", "period", "code"), name="edition_figure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="editionfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "counted"), ("sha256", "")),
                    models.Q(
                        ("kind", "printed"), models.Q(("source", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="edition_figure_printed_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "refused"), models.Q(("rule", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("state", "refused"), _negated=True), ("rule", "")
                    ),
                    _connector="OR",
                ),
                name="comment_refused_by_a_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at__isnull", True), ("state", "pending")),
                    models.Q(
                        models.Q(("state", "pending"), _negated=True),
                        ("judged_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="comment_judged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="opensource",
            constraint=models.UniqueConstraint(
                fields=("unit", "sha256"), name="open_source_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="opensource",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="open_source_hash_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="opensource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", False),
                    models.Q(("where", ""), _negated=True),
                    _connector="OR",
                ),
                name="open_source_says_where",
            ),
        ),
        migrations.RunSQL((SQL / "editions.sql").read_text("utf-8"), UNDO),
    ]
