"""Keep what a compiler writes beside single lines before the sheet is signed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Notes of lines on submissions."""

    dependencies = [
        ("indicators", "0005_former_units"),
        ("indicators", "0006_reminder_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="notes",
            field=models.JSONField(default=dict),
        ),
    ]
