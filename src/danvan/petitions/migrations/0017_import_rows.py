"""Row-level security on what is kept of registers that were taken in."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('petitions_columnmap');
CALL danvan_unlock('petitions_importedrow');
CALL danvan_unlock('petitions_import');
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0016_imports")]

    operations = [
        migrations.RunSQL((SQL / "import_rows.sql").read_text("utf-8"), UNDO),
    ]
