"""What the database itself guards, and row-level security."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO_GUARDS = """
DROP TRIGGER registers_entry_kept ON registers_entry;
DROP TRIGGER registers_entry_fits ON registers_entry;
DROP FUNCTION registers_keep(), registers_fit();
GRANT UPDATE, DELETE ON registers_entry, registers_import TO danvan_office;
"""
UNDO_ROWS = """
CALL danvan_unlock('registers_lock');
CALL danvan_unlock('registers_savedview');
CALL danvan_unlock('registers_import');
CALL danvan_unlock('registers_entry');
DROP FUNCTION registers_locks(text, bigint, date, date), registers_reach(),
    registers_below(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("accounts", "0003_scope")]

    operations = [
        migrations.RunSQL((SQL / "guards.sql").read_text("utf-8"), UNDO_GUARDS),
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO_ROWS),
    ]
