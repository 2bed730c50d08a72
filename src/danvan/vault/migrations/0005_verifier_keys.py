"""The keys of stories that holders give to verifiers."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_portal_reads"),
        ("vault", "0004_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerifierKey",
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
                ("made_at", models.DateTimeField()),
                (
                    "access",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.access",
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
                        fields=("access", "compartment"), name="verifier_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compartment", "story"),
                            ("compartment__startswith", "extract:"),
                            _connector="OR",
                        ),
                        name="verifier_key_of_no_identity",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "verifier_keys.sql").read_text("utf-8"),
            "DROP POLICY vault_verifierkey ON vault_verifierkey",
        ),
    ]
