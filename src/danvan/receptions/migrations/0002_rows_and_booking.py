"""Row-level security, and the doors of the public's pages."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO_ROWS = """
DROP TRIGGER visit_leaves_with_its_letter ON receptions_visit;
DROP FUNCTION receptions_letter_left(), receptions_seal(receptions_visit);
CALL danvan_unlock('receptions_appointment');
CALL danvan_unlock('receptions_slot');
CALL danvan_unlock('receptions_present');
CALL danvan_unlock('receptions_sealedvisit');
CALL danvan_unlock('receptions_visit');
CALL danvan_unlock('receptions_session');
"""
UNDO_BOOKING = """
DROP TRIGGER appointment_seat_exists ON receptions_appointment;
DROP FUNCTION receptions_seat_exists(), receptions_book(jsonb, jsonb),
    receptions_appointment_of(text, text), receptions_cancel(uuid, text, jsonb),
    receptions_schedule(bigint, date, date), receptions_slip(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("receptions", "0001_initial"),
        ("accounts", "0003_scope"),
        ("petitions", "0006_hand_over"),
    ]

    operations = [
        migrations.RunSQL((SQL / "rows.sql").read_text("utf-8"), UNDO_ROWS),
        migrations.RunSQL((SQL / "booking.sql").read_text("utf-8"), UNDO_BOOKING),
    ]
