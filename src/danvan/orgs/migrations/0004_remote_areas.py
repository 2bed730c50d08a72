"""Since when, until when and by which decision a unit lies in a remote area."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_portal_reads")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="remote_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="remote_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="remote_decision",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60
            ),
        ),
    ]
