"""Row-level security on petitions, on what belongs to them and on their files."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP POLICY petitions ON files_storedfile;
CALL danvan_unlock('petitions_wrongtry');
CALL danvan_unlock('petitions_reply');
CALL danvan_unlock('petitions_assignment');
CALL danvan_unlock('petitions_deadline');
CALL danvan_unlock('petitions_step');
CALL danvan_unlock('petitions_petition');
DROP FUNCTION petitions_assigned(bigint[]), petitions_origins(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0002_guards_and_intake"),
        ("accounts", "0003_scope"),
        ("files", "0002_rows"),
    ]

    operations = [
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO),
    ]
