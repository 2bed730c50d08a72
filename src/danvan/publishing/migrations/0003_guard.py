"""Nothing reaches an approved edition by another way than being approved."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP TRIGGER publishing_edition_begins ON publishing_edition;
DROP FUNCTION publishing_begins();
CREATE OR REPLACE FUNCTION publishing_keep_figures() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF publishing_frozen(CASE TG_OP WHEN 'INSERT' THEN NEW.edition_id
        ELSE OLD.edition_id END)
    THEN
        RAISE EXCEPTION 'figures of an approved edition are never changed (%)', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_drafts")]

    operations = [migrations.RunSQL((SQL / "guard.sql").read_text("utf-8"), UNDO)]
