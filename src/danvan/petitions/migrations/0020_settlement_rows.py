"""Row-level security on what settling leaves; the person's word; whole terms kept."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
_STATUS = (SQL / "status.sql").read_text("utf-8")
_INTAKE = (SQL / "intake.sql").read_text("utf-8")


def _function(text: str, name: str) -> str:
    """Cut one function out of a file, as a replacement of the one that stands."""
    start = text.index(f"CREATE FUNCTION {name}(")
    end = text.index("$$;", start) + len("$$;")
    return text[start:end].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


_INTAKE_BEFORE = _function(_INTAKE, "petitions_intake")
_INTAKE_AFTER = _INTAKE_BEFORE.replace(
    "sentence_en, act, article, outcome)",
    "sentence_en, act, article, trace, term, outcome)",
).replace(
    "d.article, '');",
    "d.article, coalesce(d.trace, '[]'), coalesce(d.term, '{}'), '');",
)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0019_settlement")]

    operations = [
        migrations.RunSQL(
            (SQL / "settlement_rows.sql").read_text("utf-8"),
            (SQL / "settlement_rows_undo.sql").read_text("utf-8"),
        ),
        migrations.RunSQL(_INTAKE_AFTER, _INTAKE_BEFORE),
        migrations.RunSQL(
            (SQL / "last_word.sql").read_text("utf-8"),
            "DROP FUNCTION petitions_say(text, text, text, text, jsonb);"
            "DROP FUNCTION petitions_settled(text, text);"
            + _function(_STATUS, "petitions_course")
            + "DROP FUNCTION petitions_line(uuid);",
        ),
    ]
