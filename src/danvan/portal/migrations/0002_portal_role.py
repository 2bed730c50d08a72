"""A half-filled form is the writer's alone: the public process keeps it, no office reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            """
            GRANT SELECT, INSERT, UPDATE, DELETE ON portal_savedform TO danvan_portal;
            REVOKE ALL ON portal_savedform FROM danvan_office;
            """,
            """
            REVOKE ALL ON portal_savedform FROM danvan_portal;
            GRANT SELECT, INSERT, UPDATE, DELETE ON portal_savedform TO danvan_office;
            """,
        ),
    ]
