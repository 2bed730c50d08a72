"""Row-level security on matters, links and signatories."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
CALL danvan_unlock('petitions_signatory');
CALL danvan_unlock('petitions_link');
CALL danvan_unlock('petitions_matter');
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_letters")]

    operations = [
        migrations.RunSQL((SQL / "letter_rows.sql").read_text("utf-8"), UNDO),
    ]
