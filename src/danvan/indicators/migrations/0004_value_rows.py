"""What the database itself guards of values and submissions, and row-level security."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
_KEPT = ("value", "choice", "step", "line", "lockexception", "dueday")
UNDO = "\n".join(
    [
        *(f"CALL danvan_unlock('indicators_{t}');" for t in (*_KEPT, "submission")),
        *(f"DROP TRIGGER indicators_{t}_kept ON indicators_{t};" for t in _KEPT),
        *(f"GRANT UPDATE, DELETE ON indicators_{t} TO danvan_office;" for t in _KEPT),
        "GRANT DELETE ON indicators_submission TO danvan_office;",
        "DROP TRIGGER indicators_value_fits ON indicators_value;",
        "DROP FUNCTION indicators_keep(), indicators_fit(), indicators_reach();",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_values"),
        ("registers", "0002_guards_and_rows"),
    ]

    operations = [
        migrations.RunSQL((SQL / "values.sql").read_text("utf-8"), UNDO),
    ]
