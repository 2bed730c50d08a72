"""Letters counted for indicators that are no column of a form."""

from decimal import Decimal

import pytest

from danvan.core.calendar import periods
from danvan.petitions.counts import COUNTS
from danvan.petitions.tests.test_course import FIRST, began, take, walk

BY_ID = {count.id: count for count in COUNTS}


@pytest.fixture
def period():
    return periods.by_key("2026-q3")


def total(key, period):
    return sum(BY_ID[key].totals(period).values(), Decimal(0))


@pytest.fixture
def letters(town):
    """One complaint answered, one only accepted, one filed, one not looked at."""
    settled = walk(began(town), town, "screen", "accept", "conclude", "answer")
    walk(began(town), town, "screen", "accept")
    filed = take("file", walk(began(town), town, "screen"), town)
    began(town)
    return settled, filed


@pytest.mark.usefixtures("letters")
def test_a_complaint_is_settled_by_its_answer_in_the_period_of_the_answer(period):
    assert total("GQ01", period) == 1
    assert total("GQ01", periods.by_key("2026-q2")) == 0


def test_a_complaint_withdrawn_is_settled_too(town, period):
    take("withdraw", walk(began(town), town, "screen", "accept"), town)
    assert total("GQ01", period) == 1


@pytest.mark.usefixtures("letters")
def test_what_was_filed_is_not_in_order(period):
    assert total("XLD13", period) == total("XLD03", period) == 1


@pytest.mark.usefixtures("letters")
def test_in_order_and_not_in_order_make_up_what_was_processed(period):
    in_order = sum(total(f"01/XLD/2024:{n}", period) for n in (8, 10))
    assert in_order + total("XLD03", period) == total("01/XLD/2024:4", period) == 3


@pytest.mark.parametrize("key", ["XLD03", "XLD13", "GQ01"])
def test_a_unit_asked_for_that_had_none_had_zero(town, period, key):
    assert BY_ID[key].totals(period, [town.committee.pk]) == {town.committee.pk: 0}
    assert BY_ID[key].totals(period) == {}


@pytest.mark.parametrize("key", ["XLD03", "XLD13", "GQ01"])
def test_the_records_behind_a_number_are_those_one_sees(
    town, letters, period, leader, stranger, key
):
    settled, filed = letters
    unit = [town.committee.pk]
    (item,) = BY_ID[key].records(period, unit, leader)
    assert (settled if key == "GQ01" else filed).number in item.title
    assert BY_ID[key].records(period, unit, stranger) == []


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("key", ["XLD03", "XLD13", "GQ01"])
def test_a_number_over_all_units_is_one_query(
    period, key, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as seen:
        BY_ID[key].totals(period)
    counted = [q for q in seen.captured_queries if "GROUP BY" in q["sql"]]
    assert len(counted) == 1
    assert str(FIRST.year) in counted[0]["sql"]
