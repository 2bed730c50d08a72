"""Row-level security on saved filters and batches."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('petitions_batchitem');
CALL danvan_unlock('petitions_batch');
CALL danvan_unlock('petitions_savedfilter');
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0013_queue")]

    operations = [
        migrations.RunSQL((SQL / "queue_rows.sql").read_text("utf-8"), UNDO),
    ]
