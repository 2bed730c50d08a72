"""Row-level security on classifications and successions."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('petitions_succession');
CALL danvan_unlock('petitions_classification');
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0011_classification")]

    operations = [
        migrations.RunSQL((SQL / "classification_rows.sql").read_text("utf-8"), UNDO),
    ]
