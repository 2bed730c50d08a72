"""One series of editions for each place and period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_guard")]

    operations = [
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("place", "period"),
                name="edition_series_once",
            ),
        ),
    ]
