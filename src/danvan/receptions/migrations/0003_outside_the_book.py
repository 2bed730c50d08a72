"""Numbers of visits kept apart: none of the book's own, so that they tell nothing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("receptions", "0002_rows_and_booking")]

    operations = [
        migrations.RunSQL(
            (SQL / "outside_the_book.sql").read_text("utf-8"),
            (SQL / "outside_the_book_undo.sql").read_text("utf-8"),
        ),
    ]
