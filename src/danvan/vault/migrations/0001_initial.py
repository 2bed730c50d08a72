"""Keys, sealed cases, and who may open them."""

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
            name="OfficerKey",
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
                ("public", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryKey",
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
                ("public", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryShare",
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
                ("number", models.PositiveSmallIntegerField()),
                ("office", models.CharField(max_length=200)),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="vault.recoverykey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedCase",
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
                ("number", models.CharField(max_length=20, unique=True)),
                ("received_on", models.DateField()),
                ("deadline", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("in_hand", "In Hand"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("on_paper", models.BooleanField(default=False)),
                ("code_hash", models.CharField(blank=True, default="", max_length=200)),
                ("idempotency_key", models.UUIDField(unique=True)),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedBlob",
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
                ("compartment", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "text"), ("file", "file")], max_length=4
                    ),
                ),
                ("unit_code", models.CharField(max_length=24)),
                ("epoch", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blobs",
                        to="vault.sealedcase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opening",
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
                ("compartment", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("ground", models.CharField(max_length=40)),
                ("file", models.UUIDField(null=True)),
                ("reason", models.BinaryField()),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
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
                (
                    "user",
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
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
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
                ("compartment", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.sealedcase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Access",
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
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "user",
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
            ],
        ),
        migrations.CreateModel(
            name="UnitKey",
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
                ("epoch", models.PositiveIntegerField()),
                ("public", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("retiring", "Retiring"),
                            ("destroyed", "Destroyed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField(null=True)),
                ("recovery_wrap", models.BinaryField()),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="vault.recoverykey",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_keys",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
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
                ("wrapped", models.BinaryField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="vault.officerkey",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="vault.unitkey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wrap",
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
                ("compartment", models.CharField(max_length=40)),
                ("wrapped", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wraps",
                        to="vault.sealedcase",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wraps",
                        to="vault.unitkey",
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
        ),
        migrations.CreateModel(
            name="OfficerSecret",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="vault.officerkey",
                    ),
                ),
                ("salt", models.BinaryField()),
                ("memory", models.PositiveIntegerField()),
                ("time", models.PositiveSmallIntegerField()),
                ("lanes", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="officerkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("user",),
                name="officer_key_one_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverykey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("province",),
                name="recovery_key_one_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryshare",
            constraint=models.UniqueConstraint(
                fields=("recovery", "number"), name="recovery_share_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryshare",
            constraint=models.UniqueConstraint(
                fields=("recovery", "office"), name="recovery_share_one_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedblob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "text")),
                fields=("case", "compartment"),
                name="blob_one_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_by__isnull", True),
                    models.Q(("given_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="approval_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="access",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "unit", "user"),
                name="access_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkey",
            constraint=models.UniqueConstraint(
                fields=("unit", "epoch"), name="unit_key_epoch"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("unit",),
                name="unit_key_one_active",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "destroyed"), _negated=True),
                    ("recovery_wrap", b""),
                    _connector="OR",
                ),
                name="unit_key_destroyed_is_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.UniqueConstraint(
                fields=("key", "user"), name="holding_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wrap",
            constraint=models.UniqueConstraint(
                fields=("case", "compartment", "unit"), name="wrap_once"
            ),
        ),
    ]
