"""What the forms on settlement count, each column against cases made for it."""

from decimal import Decimal

import pytest

from danvan.core.calendar import periods
from danvan.petitions.counts_settled import COUNTS
from danvan.petitions.tests.test_course import DAY, FIRST, began, take, walk


@pytest.fixture
def period():
    return periods.by_key("2026-q3")


def total(form, column, period):
    (count,) = (c for c in COUNTS if c.id == f"{form}/KQGQ/2024:{column}")
    return sum(count.totals(period).values(), Decimal(0))


def decided(town, result="partly", day=FIRST):
    petition = walk(began(town), town, "screen", "accept")
    take("conclude", petition, town, day, result=result)
    return walk(petition, town, "answer", day=day)


@pytest.mark.parametrize(
    ("result", "column"), [("justified", 20), ("unjustified", 21), ("partly", 22)]
)
def test_a_first_decision_counts_by_its_result(town, period, result, column):
    decided(town, result)

    found = {n: total("01", n, period) for n in (20, 21, 22, 23, 24)}
    assert found == {n: int(n == column) for n in found}


def test_a_decision_in_time_and_one_too_late_stand_apart(town, period):
    decided(town)
    decided(town, day=FIRST + 40 * DAY)

    assert (total("01", 25, period), total("01", 26, period)) == (1, 1)


def test_money_is_counted_in_millions_ordered_and_done(town, period):
    petition = decided(town)
    petition.executions.create(
        kind="money_person",
        what="Hoàn trả",
        who="UBND",
        ordered=5_000_000,
        done=2_000_000,
        made_on=FIRST,
    )
    later = FIRST + 35 * DAY
    take("execute", petition, town, later)

    assert total("01", 11, period) == Decimal(5)
    assert (total("02", 1, period), total("02", 2, period)) == (1, 0)
    assert (total("02", 9, period), total("02", 13, period)) == (5, 2)


def test_a_decision_of_another_period_is_left_out(town, period):
    decided(town)
    other = periods.by_key("2026-q4")

    assert total("01", 22, other) == 0


def test_the_records_behind_a_cell_are_those_one_sees(town, period, leader, stranger):
    petition = decided(town)
    (count,) = (c for c in COUNTS if c.id == "01/KQGQ/2024:22")

    (item,) = count.records(period, [town.committee.pk], leader)
    assert petition.number in item.title
    assert count.records(period, [town.committee.pk], stranger) == []
