"""What the public's process may read: the units for the question of the place,
and the working days for the date by which a receipt promises an answer."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0002_changes_and_working_days"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT ON orgs_unit, orgs_workingday TO danvan_portal",
            "REVOKE SELECT ON orgs_unit, orgs_workingday FROM danvan_portal",
        ),
    ]
