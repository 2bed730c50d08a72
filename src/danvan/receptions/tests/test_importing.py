"""A unit's own book comes in by the row, says what is wrong, and makes no doubles."""

import datetime
import hashlib
import io

import openpyxl
import pytest

from danvan.core.actor import system
from danvan.journal.models import Entry
from danvan.receptions import importing, reading, sheet
from danvan.receptions.models import SealedVisit, Visit
from danvan.receptions.tests.conftest import at, session, today, visit

GOOD = (
    "1",
    "03/03/2025",
    "Người mẫu; Khu phố 1",
    "",
    "Đèn hỏng",
    "KNPA",
    "1",
    "",
    "x",
    "",
    "",
    "",
)


def book(*rows):
    """Build a sheet as offices keep it: a title, headings, codes, rows."""
    made = openpyxl.Workbook()
    page = made.active
    page.append(["SỔ TIẾP CÔNG DÂN"])
    page.append(list(sheet.COLUMNS))
    page.append([str(n) for n in range(1, 13)])
    for row in rows:
        page.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(**cells):
    row = list(GOOD)
    for name, value in cells.items():
        row["ABCDEFGHIJKL".index(name)] = value
    return row


def take(town, data):
    return importing.take_in(
        rows=reading.read(data, "so.xlsx", today=today()).rows,
        unit=town.committee,
        file_hash=hashlib.sha256(data).hexdigest(),
        by=system("x"),
        today=today(),
    )


def test_a_row_becomes_a_visit_of_its_day(town):
    taken = take(town, book(GOOD))

    made = Visit.objects.get()
    assert (len(taken.fresh), taken.taken) == (1, ())
    assert (made.number, made.on) == (1, datetime.date(2025, 3, 3))
    assert (made.name, made.address) == ("Người mẫu", "Khu phố 1")


def test_the_same_file_twice_makes_no_doubles(town):
    data = book(GOOD, changed(A="2", F="TC"))

    take(town, data)
    again = take(town, data)

    assert (again.fresh, again.sealed, again.known) == ((), (), 2)
    assert (Visit.objects.count(), SealedVisit.objects.count()) == (1, 1)


def test_a_denunciation_comes_without_person_and_content(town):
    """Its name and summary stand in the file, and nowhere afterwards."""
    found = reading.read(book(changed(F="tố cáo")), "so.xlsx", today=today())
    assert [row.told for row in found.rows] == [None]


@pytest.mark.parametrize(
    ("cells", "cell", "code"),
    [
        ({"A": "một"}, "A4", "number"),
        ({"B": "31/02/2025"}, "B4", "day"),
        ({"B": "2025-03-03"}, "B4", "day"),
        ({"B": "01/01/2990"}, "B4", "future"),
        ({"B": "01/01/0001"}, "B4", "old"),
        ({"C": ""}, "C4", "name"),
        ({"E": ""}, "E4", "summary"),
        ({"F": "gì đó"}, "F4", "kind"),
        ({"G": "0"}, "G4", "people"),
        ({"G": "nhiều"}, "G4", "people"),
        ({"D": "9" * 31}, "D4", "long"),
    ],
)
def test_each_wrong_cell_is_named_with_its_reason(cells, cell, code):
    found = reading.read(book(changed(**cells)), "so.xlsx", today=today())
    assert [(f.cell, f.code) for f in found.faults] == [(cell, code)]
    assert found.rows == ()


def test_a_number_taken_by_another_row_is_a_fault(town):
    day = datetime.date(2025, 3, 3)
    visit(session(town, on=day), when=at(day))

    taken = take(town, book(GOOD))

    assert [fault.code for fault in taken.taken] == ["taken"]


def test_what_goes_out_can_come_back(town):
    day = datetime.date(2025, 3, 3)
    kept = visit(session(town, on=day), when=at(day), people=4)

    data = sheet.write([kept], unit="UBND phường Mẫu")
    found = reading.read(data, "so.xlsx", today=today())

    (row,) = found.rows
    assert (row.told.name, row.told.people) == (kept.name, 4)
    assert found.faults == ()


def test_a_file_without_headings_says_so():
    made = openpyxl.Workbook()
    made.active.append(["gì đó"])
    stream = io.BytesIO()
    made.save(stream)
    assert reading.read(stream.getvalue(), "so.xlsx", today=today()).place is None


def test_a_book_is_one_line_of_the_journal_with_its_file(town):
    data = book(GOOD, changed(A="2"))
    before = Entry.objects.count()

    take(town, data)
    take(town, data)

    line = Entry.objects.get(action="reception.import")
    assert Entry.objects.count() == before + 1
    assert line.changes["file"] == [None, hashlib.sha256(data).hexdigest()]
    assert line.changes["rows"] == [None, "2"]


def test_the_same_number_twice_in_a_file_is_taken_once(town):
    taken = take(town, book(GOOD, changed(E="Chuyện khác")))

    assert (len(taken.fresh), taken.known) == (1, 1)


def test_numbers_that_a_spreadsheet_keeps_as_numbers_are_read(town):
    row = changed(A=1234, D=912345678901, G=3)
    row[1] = datetime.date(2025, 3, 3)

    take(town, book(row))

    made = Visit.objects.get()
    assert (made.number, made.people, made.id_number) == (1234, 3, "912345678901")
    assert made.id_key == "912345678901"
    assert made.on == datetime.date(2025, 3, 3)


def test_five_thousand_rows_cost_few_queries(town, django_assert_max_num_queries):
    data = book(*(changed(A=str(n)) for n in range(1, sheet.MOST + 1)))

    with django_assert_max_num_queries(60):
        taken = take(town, data)

    assert len(taken.fresh) == sheet.MOST


def test_more_rows_than_a_book_may_have_are_refused():
    data = book(*(changed(A=str(n)) for n in range(1, sheet.MOST + 20)))

    with pytest.raises(reading.Unreadable, match="5,000"):
        reading.read(data, "so.xlsx", today=today())
