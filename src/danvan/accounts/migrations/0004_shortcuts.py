"""Whether single keys are commands, for each user."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_scope"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="shortcuts",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
