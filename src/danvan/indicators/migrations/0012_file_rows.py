"""Row-level security on the signed PDFs of submissions: read with the submission."""

from django.db import migrations

ROWS = """
CREATE POLICY submissions ON files_storedfile TO danvan_office USING (
    starts_with(owner, 'indicators.submission:') AND EXISTS (
        SELECT FROM indicators_submission s WHERE s.id = substr(owner, 23)::uuid));
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0011_places"), ("files", "0002_rows")]

    operations = [
        migrations.RunSQL(ROWS, "DROP POLICY submissions ON files_storedfile"),
    ]
