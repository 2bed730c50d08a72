"""Row-level security on the files of a book's lines: read with the line."""

from django.db import migrations

ROWS = """
CREATE POLICY registers ON files_storedfile TO danvan_office USING (
    starts_with(owner, 'registers.entry:') AND EXISTS (
        SELECT FROM registers_entry e WHERE e.id = substr(owner, 17)::uuid));
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_guards_and_rows"), ("files", "0002_rows")]

    operations = [
        migrations.RunSQL(ROWS, "DROP POLICY registers ON files_storedfile"),
    ]
