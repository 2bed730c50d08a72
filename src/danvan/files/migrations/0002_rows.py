"""Row-level security on stored files; the rooms that own them say who sees them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.RunSQL(
            "CALL danvan_lock('files_storedfile')",
            "CALL danvan_unlock('files_storedfile')",
        ),
    ]
