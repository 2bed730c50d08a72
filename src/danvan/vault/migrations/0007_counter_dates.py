"""A letter may reach the counter's clerk days after the unit: keep its true day.

The public process still tells today's date only. The office's own may go back five
years: a letter may turn out late to belong into the vault.
"""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "intake.sql").read_text("utf-8")
_START = _SQL.index("CREATE FUNCTION vault_intake(")
_END = _SQL.index("$$;", _SQL.index("AS $$", _START)) + len("$$;")
BEFORE = _SQL[_START:_END].replace("CREATE", "CREATE OR REPLACE", 1)
_CHECK = "c.received_on NOT BETWEEN current_date - 2 AND current_date + 2"
# From inside a SECURITY DEFINER function, where current_user is the owner.
_CALLER = "coalesce(nullif(current_setting('role'), 'none'), session_user)"
AFTER = BEFORE.replace(
    _CHECK,
    "c.received_on NOT BETWEEN current_date - (CASE WHEN"
    f" pg_has_role({_CALLER}, 'danvan_office', 'MEMBER') THEN 1827 ELSE 2 END)"
    " AND current_date + 2",
)


class Migration(migrations.Migration):
    dependencies = [("vault", "0006_blind_tags")]

    operations = [
        migrations.RunSQL(
            AFTER,  # both are written here # nosemgrep: statements-are-whole
            BEFORE,
        )
    ]
