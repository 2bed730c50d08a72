"""Row-level security on reports and on what was found in them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('reports_remark');
CALL danvan_unlock('reports_check');
CALL danvan_unlock('reports_citation');
CALL danvan_unlock('reports_figure');
CALL danvan_unlock('reports_report');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO),
    ]
