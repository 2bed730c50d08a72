"""Drafts and editions of a place for the departments that compile for it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
ALTER POLICY units ON publishing_newsitem WITH CHECK (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id));
ALTER POLICY units ON publishing_editionfigure WITH CHECK (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id));
DROP POLICY places ON publishing_edition;
ALTER POLICY units ON publishing_draft
    USING (unit_id = ANY ((SELECT danvan_units('draft'))::bigint[]));
DROP FUNCTION publishing_reach(text);
DROP FUNCTION publishing_places(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_timeliness"), ("orgs", "0004_remote_areas")]

    operations = [
        migrations.RunSQL((SQL / "places.sql").read_text("utf-8"), UNDO),
    ]
