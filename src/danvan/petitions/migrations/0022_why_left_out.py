"""Why a step for many left a petition out: what is on record, what the law says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_portal_reads"),
        ("petitions", "0021_outcomes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="batchitem",
            name="batchitem_skipped_for_a_reason",
        ),
        migrations.AddField(
            model_name="batchitem",
            name="said",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict
            ),
        ),
        migrations.AlterField(
            model_name="batchitem",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("state", "State"),
                    ("right", "Right"),
                    ("changed", "Changed"),
                    ("unit", "Unit"),
                    ("gone", "Gone"),
                    ("failing", "Failing"),
                    ("foreign", "Foreign"),
                    ("law", "Law"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("fate", "skipped"),
                        (
                            "why__in",
                            [
                                "state",
                                "right",
                                "changed",
                                "unit",
                                "gone",
                                "failing",
                                "foreign",
                                "law",
                            ],
                        ),
                    ),
                    models.Q(models.Q(("fate", "skipped"), _negated=True), ("why", "")),
                    _connector="OR",
                ),
                name="batchitem_skipped_for_a_reason",
            ),
        ),
    ]
