"""Keep what a compiler writes beside single lines before the sheet is signed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Notes of lines on submissions."""

    dependencies = [
        ("indicators", "0007_former_units"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="notes",
            field=models.JSONField(default=dict),
        ),
    ]
