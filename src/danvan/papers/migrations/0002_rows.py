"""Row-level security on papers, their series and their signed copies."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP POLICY papers ON files_storedfile;
CALL danvan_unlock('papers_series');
CALL danvan_unlock('papers_paper');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO),
    ]
