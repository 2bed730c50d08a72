"""Lists, their sums, and what they cost."""

import datetime
from decimal import Decimal

import pytest

from danvan.registers import selectors
from danvan.registers.selectors import Filters
from danvan.registers.tests.conftest import DAY, NOW, line
from danvan.registers.tests.test_services import cancel, correct

pytestmark = pytest.mark.django_db
_A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def book(town, meetings):
    """Three lines of the commune and one of its neighbour; one was corrected."""
    line(meetings, town.commune, DAY - _A_DAY, people="100", place="Đình Bình Thủy")
    wrong = line(meetings, town.commune, people="900")
    line(meetings, town.commune, DAY + _A_DAY, people="300")
    line(meetings, town.stranger, people="7")
    return correct(wrong, people="200", now=NOW + datetime.timedelta(hours=1))


def people(viewer, meetings, **filters):
    rows = selectors.entries(viewer, meetings, Filters(**filters))
    return [int(row.values["people"]) for row in rows]


def test_a_list_is_of_what_stands_and_the_latest_day_comes_first(
    book, meetings, compiler
):
    assert people(compiler, meetings) == [300, 200, 100]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": DAY}, [300, 200]),
        ({"until": DAY}, [200, 100]),
        ({"words": "dinh binh thuy"}, [100]),
        ({"words": "Đình\0"}, [100]),
        ({"words": "không có"}, []),
        ({"state": "corrected"}, [900]),
        ({"state": "all"}, [300, 200, 900, 100]),
        ({"choices": {"people": "300"}}, [300, 200, 100]),  # no field of choices
    ],
)
def test_a_list_is_narrowed(book, meetings, compiler, filters, expected):
    assert people(compiler, meetings, **filters) == expected


def test_a_province_reads_all_and_narrows_to_one(book, town, meetings, provincial):
    assert sorted(people(provincial, meetings)) == [7, 100, 200, 300]
    assert people(provincial, meetings, unit=town.stranger.pk) == [7]


def test_sums_are_over_what_stands_whatever_is_listed(book, meetings, compiler):
    rows = selectors.entries(compiler, meetings, Filters(state="all"))

    found = selectors.summary(meetings, rows)

    assert found.lines == 4
    assert found.sums["people"] == Decimal(600)
    assert found.sums["meetings"] == Decimal(6)


def test_empty_is_not_zero(town, meetings, compiler):
    rows = selectors.entries(compiler, meetings, Filters())

    assert set(selectors.summary(meetings, rows).sums.values()) == {None}


def test_a_list_and_its_sums_cost_two_queries(
    book, meetings, compiler, django_assert_num_queries
):
    with django_assert_num_queries(2):
        rows = selectors.entries(compiler, meetings, Filters())
        selectors.summary(meetings, rows)
        list(rows[:25])


def test_what_was_kept_is_one_query(
    book, meetings, compiler, django_assert_num_queries
):
    cancel(book)

    with django_assert_num_queries(1):
        found = selectors.kept(compiler, DAY, DAY + _A_DAY)

    assert found == {meetings.id: selectors.Kept(1, DAY + _A_DAY)}
