"""Keep which earlier report of the same unit a report was compared with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="previous",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="following",
                to="reports.report",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("previous__isnull", True),
                    models.Q(("previous", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="report_follows_another",
            ),
        ),
    ]
