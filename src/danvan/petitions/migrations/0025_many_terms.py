"""Several terms run at once, and what a letter is about where the law counts by it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("petitions", "0024_first_hits")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="subject",
            field=models.CharField(
                blank=True,
                choices=[
                    ("discipline", "discipline"),
                    ("dismissal", "dismissal"),
                    ("regulation", "regulation"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                name="petition_subject_of_its_kind",
                condition=models.Q(subject="")
                | models.Q(subject__in=["discipline", "dismissal"], kind="complaint")
                | models.Q(subject="regulation", kind="feedback"),
            ),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="why_then",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="stopped",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_once"),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_one_runs"),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                fields=["petition", "code"],
                condition=models.Q(ended_on__isnull=True),
                name="deadline_runs_once",
            ),
        ),
        migrations.RunSQL(
            (SQL / "many_terms.sql").read_text("utf-8"),
            (SQL / "many_terms_undo.sql").read_text("utf-8"),
        ),
    ]
