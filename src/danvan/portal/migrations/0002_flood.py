"""How many letters came in at once; only the public process counts them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Flood",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("sent", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE ON portal_flood TO danvan_portal;"
            "REVOKE ALL ON portal_flood FROM danvan_office;"
            "GRANT SELECT (key, ends_at), DELETE ON portal_flood TO danvan_office",
            "REVOKE ALL ON portal_flood FROM danvan_portal, danvan_office",
        ),
    ]
