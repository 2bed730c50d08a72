"""Policies ask for the viewer's units once a statement, not once a row."""

from pathlib import Path

from django.db import migrations

ASKED_ONCE = (Path(__file__).parent / "sql" / "asked_once.sql").read_text("utf-8")
# As they were: the same calls, each where the row is looked at.
EACH_ROW = ASKED_ONCE.replace("(SELECT vault_units())::bigint[]", "vault_units()")


class Migration(migrations.Migration):
    dependencies = [("vault", "0008_course")]

    operations = [
        migrations.RunSQL(
            ASKED_ONCE, EACH_ROW.replace("(SELECT vault_user())", "vault_user()")
        )
    ]
