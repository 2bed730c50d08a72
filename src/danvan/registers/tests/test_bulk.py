"""A sheet goes in whole, and the same sheet again makes no double."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

import pytest

from danvan.core.actor import system
from danvan.journal.models import Entry as JournalEntry
from danvan.registers import bulk, locking
from danvan.registers.bulk import Row
from danvan.registers.errors import NotKept, PeriodLocked
from danvan.registers.models import Entry, Import
from danvan.registers.tests.conftest import DAY, NOW, line

pytestmark = pytest.mark.django_db
HASH = "ab" * 32


def row(number, people=10, **changes):
    values = {
        "meetings": Decimal(1),
        "people": Decimal(people),
        "opinions": Decimal(5),
        "answered_on_spot": Decimal(5),
        "passed_on": Decimal(0),
    }
    return Row(number, changes.pop("day", DAY), values | changes)


def take_in(unit, kind, rows: Iterable[Row]):
    return bulk.enter_many(
        kind=kind, unit=unit, rows=rows, file_hash=HASH, by=system("C1"), now=NOW
    )


def test_a_sheet_is_one_import_and_one_line_of_the_journal(town, meetings):
    made = take_in(town.commune, meetings, [row(n, people=n) for n in range(2, 7)])

    assert (made.rows, made.doubles) == (5, 0)
    assert list(made.entries.order_by("row").values_list("row", flat=True)) == [
        *(2, 3, 4, 5, 6)
    ]
    (told,) = JournalEntry.objects.all()
    assert told.changes["rows"] == [None, "5"]
    assert told.changes["file"] == [None, HASH]


def test_the_same_sheet_again_writes_nothing(town, meetings):
    rows = [row(2), row(3, people=11)]
    take_in(town.commune, meetings, rows)

    again = take_in(town.commune, meetings, rows)

    assert (again.rows, again.doubles, Entry.objects.count()) == (0, 2, 2)


def test_two_equal_lines_of_one_sheet_are_two(town, meetings):
    rows = [row(2), row(3)]

    assert take_in(town.commune, meetings, rows).rows == 2
    assert take_in(town.commune, meetings, rows).rows == 0


def test_a_longer_sheet_brings_what_is_new_alone(town, meetings):
    take_in(town.commune, meetings, [row(2), row(3)])

    more = take_in(town.commune, meetings, [row(2), row(3), row(4), row(5, people=7)])

    assert (more.rows, more.doubles) == (2, 2)


def test_a_line_typed_before_is_no_line_again(town, meetings):
    typed = line(meetings, town.commune, place="")
    values = {k: Decimal(v) for k, v in typed.values.items()}

    made = take_in(town.commune, meetings, [Row(2, DAY, values)])

    assert (made.rows, made.doubles) == (0, 1)


def test_another_unit_has_lines_of_its_own(town, meetings):
    take_in(town.commune, meetings, [row(2)])

    assert take_in(town.stranger, meetings, [row(2)]).rows == 1


def test_a_closed_day_refuses_the_whole_sheet(town, meetings):
    locking.lock(
        unit=town.commune,
        below=False,
        kind="",
        start=DAY,
        end=DAY,
        reason="Đã chốt",
        by=system("C1"),
        now=NOW,
    )
    around = [row(2, day=DAY - datetime.timedelta(1)), row(3, day=DAY)]

    with pytest.raises(PeriodLocked):
        take_in(town.commune, meetings, around)
    assert not Entry.objects.exists()
    assert not Import.objects.exists()
    assert take_in(
        town.commune, meetings, [around[0], row(4, day=DAY + datetime.timedelta(1))]
    )


def test_a_unit_without_the_book_takes_no_sheet(town, meetings):
    with pytest.raises(NotKept):
        take_in(town.police, meetings, [row(2)])


def test_a_sheet_costs_the_same_statements_however_long(
    town, meetings, django_assert_num_queries
):
    """Lines go in two thousand at a time."""
    with django_assert_num_queries(10):
        take_in(town.commune, meetings, [row(n, people=n) for n in range(2, 1500)])
