"""How a term ends: met, replaced, joined to another's, or ended without being met."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0020_settlement_rows"),
    ]

    operations = [
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
                    ("ended", "Ended"),
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
                        ("outcome__in", ["met", "replaced", "joined", "ended"]),
                    ),
                    _connector="OR",
                ),
                name="deadline_ended_somehow",
            ),
        ),
    ]
