"""What the database itself guards of reminders and decisions, and their rows."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
_KEPT = ("reminder", "publictimeliness")
UNDO = "\n".join(
    [
        *(f"CALL danvan_unlock('indicators_{t}');" for t in _KEPT),
        *(f"DROP TRIGGER indicators_{t}_kept ON indicators_{t};" for t in _KEPT),
        *(f"GRANT UPDATE, DELETE ON indicators_{t} TO danvan_office;" for t in _KEPT),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_reminders")]

    operations = [
        migrations.RunSQL((SQL / "reminders.sql").read_text("utf-8"), UNDO),
    ]
