"""How units take denunciations in, whom they may not reach, and their receipts."""

import datetime
from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP FUNCTION vault_status(text, text), vault_receipt(uuid),
    vault_works_here(text[], text[]), vault_fold(text),
    vault_able(text[], text, date);
DROP POLICY vault_sealedcase_receipt ON vault_sealedcase;
DROP POLICY vault_intakedecision ON vault_intakedecision;
DROP POLICY vault_intakedecision_read ON vault_intakedecision;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0003_asked_reason"),
        ("orgs", "0003_portal_reads"),
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeDecision",
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
                    "channel",
                    models.CharField(
                        choices=[("online", "Online"), ("counter", "Counter")],
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("decided_on", models.DateField()),
                ("signer", models.CharField(max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
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
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("unit", "channel"),
                        name="intake_decision_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("signer", ""), _negated=True),
                        ),
                        name="intake_decision_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__lte", models.F("valid_from")),
                            models.Q(
                                ("valid_to__isnull", True),
                                (
                                    "valid_to__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("valid_from"),
                                        "-",
                                        models.Value(datetime.timedelta(days=1)),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="intake_decision_days_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "modes_and_receipts.sql").read_text("utf-8"), UNDO),
    ]
