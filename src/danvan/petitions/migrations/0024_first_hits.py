"""The first letters that bear the words, where there are thousands."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
BEFORE = (SQL / "quick.sql").read_text("utf-8")
UNDO = (
    "DROP FUNCTION petitions_found(bigint[], text, text, integer);\n"
    + BEFORE[
        BEFORE.index("CREATE FUNCTION petitions_found") : BEFORE.index("REVOKE ALL")
    ]
    + "REVOKE ALL ON FUNCTION petitions_found(bigint[], text) FROM PUBLIC;\n"
    "GRANT EXECUTE ON FUNCTION petitions_found(bigint[], text) TO danvan_office;\n"
)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0023_suggestion_box")]

    operations = [
        migrations.RunSQL((SQL / "first_hits.sql").read_text("utf-8"), UNDO),
    ]
