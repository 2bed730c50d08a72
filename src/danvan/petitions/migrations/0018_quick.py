"""Indexes for the queue, the search by words, and whose petitions one sees."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP FUNCTION petitions_found(bigint[], text);
CREATE OR REPLACE FUNCTION petitions_assigned(units bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
ROWS 1000 AS $$
    SELECT a.petition_id FROM petitions_assignment a WHERE a.unit_id = ANY (units)
$$;
DROP INDEX petition_origins, assignment_elsewhere, petition_words;
DROP TRIGGER petitions_petition_moved ON petitions_petition;
DROP TRIGGER petitions_assignment_elsewhere ON petitions_assignment;
DROP FUNCTION petitions_say_elsewhere();
ALTER TABLE petitions_assignment DROP COLUMN elsewhere;
ALTER TABLE petitions_petition DROP COLUMN words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0017_import_rows"),
    ]

    operations = [
        migrations.RunSQL((SQL / "quick.sql").read_text("utf-8"), UNDO),
    ]
