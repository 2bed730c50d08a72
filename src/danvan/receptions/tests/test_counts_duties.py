"""Reception days owed and held, and conclusions, against sessions made for it."""

import datetime
from decimal import Decimal

import pytest

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.petitions.tests.conftest import viewer
from danvan.receptions import planning
from danvan.receptions.counts import COUNTS
from danvan.receptions.models import State
from danvan.receptions.tests.conftest import session

BY_ID = {count.id: count for count in COUNTS}
# In this month a chairman of a commune owes a day a week; the quarter ends on 14 June.
QUARTER = periods.by_key("2026-q2")
MONDAY = datetime.date(2026, 4, 6)
WEEK = datetime.timedelta(days=7)
CLERK = system("TCD")


def total(key, period=QUARTER, units=None):
    return sum(BY_ID[key].totals(period, units).values(), Decimal(0))


def led(town, on, state=State.HELD, **words):
    """A session of the chairman of a day gone by, and what became of it."""
    planned = session(town, on=on, leader=True)
    return planning.close(
        session=planned.pk, state=state, by=CLERK, today=on + WEEK, **words
    )


def test_a_week_held_counts_once_however_many_days_it_had(town):
    led(town, MONDAY)
    led(town, MONDAY + datetime.timedelta(days=1))
    led(town, MONDAY + 2 * WEEK)

    assert total("TCD18a") == 2
    assert total("TCD18b") == 14  # Sundays of the quarter, 15 March to 14 June 2026


def test_a_week_missed_makes_a_leader_who_did_not_keep_the_days(town):
    for week in range(-4, 10):
        led(town, MONDAY + week * WEEK)
    assert (total("TCD17"), total("TCD18a")) == (0, 14)

    led(town, periods.by_key("2026-q1").start, State.MISSED, reason="Họp đột xuất")
    assert total("TCD17", periods.by_key("2026-q1")) == 1


def test_a_unit_without_sessions_of_a_leader_says_nothing(town):
    session(town, on=MONDAY)
    assert BY_ID["TCD18b"].totals(QUARTER) == {}
    led(town, MONDAY)
    assert BY_ID["TCD18b"].totals(QUARTER, [town.stranger.pk]) == {}


def test_a_conclusion_counts_in_the_period_of_its_notice(town):
    held = led(town, MONDAY)
    planning.conclude(
        session=held.pk, conclusion="Giao địa chính đo lại.", by=CLERK,
        today=QUARTER.end + WEEK,
    )  # fmt: skip
    assert (total("TCD20a"), total("TCD20a", periods.by_key("2026-q3"))) == (0, 1)


@pytest.mark.parametrize("key", ["TCD17", "TCD18a", "TCD18b", "TCD20a"])
def test_the_records_are_sessions_of_units_one_reads(town, key):
    held = led(town, MONDAY)
    planning.conclude(session=held.pk, conclusion="Đo lại.", by=CLERK, today=MONDAY)
    led(town, MONDAY + WEEK, State.MISSED, reason="Họp")
    unit = [town.committee.pk]
    officer = viewer(town.committee, Role.RECEPTION_OFFICER)

    found = BY_ID[key].records(QUARTER, unit, officer)
    assert len(found) == (2 if key == "TCD18b" else 1)
    other = viewer(town.stranger, Role.RECEPTION_OFFICER)
    assert BY_ID[key].records(QUARTER, unit, other) == []


@pytest.mark.parametrize("key", ["TCD17", "TCD18a", "TCD18b", "TCD20a"])
def test_a_number_over_all_units_is_one_query(town, key, django_assert_max_num_queries):
    led(town, MONDAY)
    with django_assert_max_num_queries(6) as seen:
        BY_ID[key].totals(QUARTER)
    rows = [q for q in seen.captured_queries if "receptions_session" in q["sql"]]
    assert len(rows) == 1
