"""Lines of the books, imports, locks and saved views."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0003_portal_reads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
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
                ("kind", models.CharField(max_length=60)),
                ("file_hash", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("doubles", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("actor_label", models.CharField(max_length=120)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
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
                ("kind", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("values", models.JSONField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("standing", models.BooleanField(default=True)),
                ("void", models.BooleanField(default=False)),
                ("key", models.UUIDField(unique=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "Form"),
                            ("offline", "Offline"),
                            ("import", "Import"),
                        ],
                        max_length=8,
                    ),
                ),
                ("row", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("actor_label", models.CharField(max_length=120)),
                ("synthetic", models.BooleanField(default=False)),
                ("digest", models.CharField(max_length=32)),
                ("folded", models.TextField(blank=True, default="")),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="registers.entry",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registers.import",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lock",
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
                ("below", models.BooleanField(default=False)),
                ("kind", models.CharField(blank=True, default="", max_length=60)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("actor_label", models.CharField(max_length=120)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "lift_reason",
                    models.CharField(blank=True, default="", max_length=500),
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
                "ordering": ["-end", "-made_at"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("kind", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
                ("shared", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_hash__regex", "^[0-9a-f]{64}$")),
                name="register_import_file_hashed",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["unit", "kind", "-day", "-made_at", "-row"], name="entry_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["kind", "day"], name="entry_by_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["unit", "digest"], name="entry_by_digest"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["form", "offline", "import"])),
                name="entry_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("corrects__isnull", True), ("reason", ""), ("void", False)
                    ),
                    models.Q(
                        ("corrects__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="entry_correction_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("void", False),
                    models.Q(("standing", False), ("values", {})),
                    _connector="OR",
                ),
                name="entry_void_counts_nowhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("load__isnull", False), ("source", "import")),
                    models.Q(
                        models.Q(("source", "import"), _negated=True),
                        ("load__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="entry_import_has_sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(
                condition=models.Q(("start__lte", models.F("end"))),
                name="lock_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="lock_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lift_reason", ""),
                        ("lifted_at__isnull", True),
                        ("lifted_by", ""),
                    ),
                    models.Q(
                        ("lifted_at__isnull", False),
                        models.Q(("lifted_by", ""), _negated=True),
                        models.Q(("lift_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lock_lifted_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("owner", "unit", "kind", "name"), name="savedview_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("query", ""), _negated=True),
                ),
                name="savedview_says_something",
            ),
        ),
    ]
