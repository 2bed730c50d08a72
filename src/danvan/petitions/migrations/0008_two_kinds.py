"""A petition is feedback or a complaint; the database refuses the third kind."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
_START = "-- Of a denunciation no word is kept"
_GUARDS = (SQL / "guards.sql").read_text("utf-8")
UNDO = _GUARDS[_GUARDS.index(_START) :]


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0007_denunciations_leave"),
    ]

    operations = [
        migrations.RunSQL((SQL / "two_kinds.sql").read_text("utf-8"), UNDO),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_denunciation_is_bare",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_no_denunciation_online",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_says_something",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_code_kept",
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["feedback", "complaint"])),
                name="petition_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True),
                name="petition_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("code_hash__regex", "^[0-9a-f]{64}$")),
                name="petition_code_kept",
            ),
        ),
    ]
