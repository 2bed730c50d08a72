"""Whether the system writes is asked once a statement, not once a figure."""

from django.db import migrations

_ASKED = """
ALTER POLICY units ON publishing_{table} WITH CHECK (
    EXISTS (SELECT FROM publishing_edition e WHERE e.id = edition_id
        AND ({system}
            OR e.place_id = ANY ((SELECT danvan_units('edition'))::bigint[]))));
"""


def asked(system: str) -> str:
    """Write the check of both tables with this way to ask."""
    tables = ("editionfigure", "newsitem")
    return "".join(_ASKED.format(table=table, system=system) for table in tables)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0008_places")]

    operations = [
        migrations.RunSQL(
            asked("(SELECT danvan_is_system())"), asked("danvan_is_system()")
        )
    ]
