"""Chains of sealed cases, which the readers of a unit's chain do not read."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
SEALED = models.Q(
    ("record__startswith", "vault.case:"),
    ("action__in", ["vault.unlock", "vault.rewrap"]),
    _connector="OR",
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="chain",
            name="code",
            field=models.CharField(max_length=40, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="entry",
            name="chain",
            field=models.CharField(max_length=40),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=SEALED, fields=["chain"], name="entry_sealed"),
        ),
        migrations.RunSQL(
            (SQL / "sealed_chains.sql").read_text("utf-8"),
            (SQL / "sealed_chains_undo.sql").read_text("utf-8"),
        ),
    ]
