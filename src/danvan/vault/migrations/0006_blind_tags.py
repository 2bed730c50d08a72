"""The blind index: tags of numbers, by which a unit finds the same person."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_portal_reads"),
        ("vault", "0005_verifier_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlindTag",
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
                    "kind",
                    models.CharField(
                        choices=[("id", "id"), ("phone", "phone")], max_length=5
                    ),
                ),
                ("tag", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.sealedcase",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "tag", "case"), name="blind_tag_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "blind_tags.sql").read_text("utf-8"),
            "DROP POLICY vault_blindtag ON vault_blindtag",
        ),
    ]
