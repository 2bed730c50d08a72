"""Sealed cases are counted by what may be known of them, and open nothing."""

import datetime

import pytest

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Kind
from danvan.vault.counts import COUNTS
from danvan.vault.tests.conftest import NOW

BY_ID = {count.id: count for count in COUNTS}


def total(column, period, *units):
    found = BY_ID[f"01/XLD/2024:{column}"].totals(period, [u.pk for u in units])
    return sum(found.values())


@pytest.fixture
def period(vault):
    """The quarter in which cases are received in these tests."""
    case = vault.seal()
    day = case.received_on
    found = (
        periods.of("inspectorate", Kind.QUARTER, year, number)
        for year in (day.year, day.year + 1)
        for number in range(1, 5)
    )
    return next(p for p in found if p.contains(day))


def test_a_sealed_case_counts_where_it_was_received(vault, period):
    vault.seal(vault.neighbour)

    assert total(3, period, vault.commune) == 1
    assert total(3, period, vault.commune, vault.neighbour) == 2
    assert sum(BY_ID["01/XLD/2024:3"].totals(period).values()) == 2
    assert total(3, periods.previous(period), vault.commune) == 0


def test_a_case_nobody_was_given_is_carried_over(vault, period):
    after = periods.of(
        "inspectorate",
        Kind.QUARTER,
        period.year + period.number // 4,
        period.number % 4 + 1,
    )

    assert total(5, period, vault.commune) == 1
    assert total(2, after, vault.commune) == 1


def test_giving_a_case_to_an_officer_processes_it(vault, period):
    case = vault.seal()
    vault.assign(case, "one")
    given = periods.of(
        "inspectorate", Kind.QUARTER, NOW.year, (NOW - _CUT).month // 3 + 1
    )

    assert given.contains(NOW.date())
    assert total(4, given, vault.commune) == 1
    assert total(9, given, vault.commune) == total(13, given, vault.commune) == 1


_CUT = datetime.timedelta(days=14)


def test_the_cases_behind_a_number_are_for_their_handlers(vault, period):
    case = vault.seal()
    vault.assign(case, "one")
    count = BY_ID["01/XLD/2024:3"]

    def behind(name):
        items = count.records(period, [vault.commune.pk], vault.viewer(name))
        return {item.title for item in items}

    assert behind("curious") == behind("other one") == set()
    assert behind("one") == {case.number}
