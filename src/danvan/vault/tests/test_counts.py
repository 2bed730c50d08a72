"""Sealed cases are counted by what may be known of them, and open nothing."""

import datetime

import pytest
from django.utils import timezone

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Kind
from danvan.vault import services
from danvan.vault.counts import COUNTS
from danvan.vault.tests.conftest import NOW
from danvan.vault.tests.intake_of import working_days
from danvan.vault.tests.test_course import given_to_verify, take

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


# What the course makes countable


@pytest.fixture
def worked(vault):
    """Four cases of this quarter: concluded, ended, forwarded by paper, followed up."""
    working_days()
    cases = {name: vault.seal() for name in ("said", "ended", "sent", "again")}
    for case in cases.values():
        services.assign(
            case_id=case.pk,
            user=vault.users["one"],
            viewer=vault.viewer("leader"),
            now=timezone.now(),
        )
        take(vault, case, "screen", follow_up=case is cases["again"])
    take(vault, cases["sent"], "transfer", outside=True)
    for name in ("said", "ended", "again"):
        take(vault, cases[name], "accept")
    verifier = str(vault.users["verifier"].pk)
    for name, outcome in {"said": "partly", "again": "justified"}.items():
        take(vault, cases[name], "assign", "leader", officer=verifier)
        take(vault, cases[name], "conclude", outcome=outcome)
    take(vault, cases["ended"], "withdraw", signed=True)
    take(vault, cases["ended"], "terminate", reasons=("all_withdrawn",))
    return cases


@pytest.fixture
def quarter():
    day = timezone.localdate()
    found = (
        periods.of("inspectorate", Kind.QUARTER, year, number)
        for year in (day.year, day.year + 1)
        for number in range(1, 5)
    )
    return next(p for p in found if p.contains(day))


def counted(form, column, period, *units):
    found = BY_ID[f"{form}:{column}"].totals(period, [u.pk for u in units])
    return int(sum(found.values()))


def test_results_are_counted_from_the_steps(vault, worked, quarter):
    columns = {
        n: counted("03/KQGQ/2021", n, quarter, vault.commune)
        for n in (2, 3, 4, 5, 7, 9, 10, 24, 25, 26, 28, 30, 31)
    }

    assert columns == {
        2: 0, 3: 3, 4: 3, 5: 1, 7: 1, 9: 1, 10: 0,
        24: 1, 25: 1, 26: 0, 28: 1, 30: 3, 31: 0,
    }  # fmt: skip
    assert counted("03/KQGQ/2021", 3, quarter, vault.neighbour) == 0


def test_where_a_letter_went_adds_up_to_the_letters_processed(vault, worked, quarter):
    def n(column):
        return counted("03/XLD/2024", column, quarter, vault.commune)

    assert n(25) == 1
    assert n(22) + n(23) + n(25) + n(26) == n(7) == 4
    assert n(18) + n(19) + n(20) == n(7)


def test_the_sheet_of_all_letters_says_the_same_of_where_they_went(
    vault, worked, quarter
):
    def n(column):
        return counted("01/XLD/2024", column, quarter, vault.commune)

    assert (n(16), n(20)) == (3, 1)
    assert n(16) + n(19) + n(20) + n(21) == n(9)


def test_a_conclusion_is_executed_until_it_is_resolved(vault, worked, quarter):
    def executing():
        return [
            counted("04/KQGQ/2021", column, quarter, vault.commune) for column in (1, 2)
        ]

    assert executing() == [0, 0]
    take(vault, worked["said"], "answer")
    take(vault, worked["said"], "execute", "leader")
    assert executing() == [1, 0]
    take(vault, worked["said"], "resolve", result=True)
    assert executing() == [1, 1]


def test_the_next_period_opens_with_what_this_one_left(vault, worked, quarter):
    open_one = vault.seal()
    vault.assign(open_one, "one")
    take(vault, open_one, "screen")
    take(vault, open_one, "accept")
    after = periods.of(
        "inspectorate",
        Kind.QUARTER,
        quarter.year + quarter.number // 4,
        quarter.number % 4 + 1,
    )

    assert counted("03/KQGQ/2021", 2, after, vault.commune) == 1


def test_the_cases_behind_a_result_are_for_their_handlers(vault, worked, quarter):
    count = BY_ID["03/KQGQ/2021:28"]

    def behind(name):
        items = count.records(quarter, [vault.commune.pk], vault.viewer(name))
        return [item.title for item in items]

    assert behind("one") == [worked["said"].number]
    assert behind("two") == behind("curious") == behind("other one") == []


def test_a_denunciation_is_settled_when_it_is_concluded(vault, case):
    given_to_verify(vault, case)
    take(vault, case, "verify", "verifier")
    day = timezone.localdate()
    period = next(
        p for p in periods.ending_up_to("inspectorate", day) if p.contains(day)
    )
    assert BY_ID["GQ03"].totals(period, [vault.commune.pk]) == {vault.commune.pk: 0}

    take(vault, case, "conclude", outcome="partly")

    assert BY_ID["GQ03"].totals(period, [vault.commune.pk]) == {vault.commune.pk: 1}
    assert BY_ID["XLD13"].totals(period, [vault.commune.pk]) == {vault.commune.pk: 0}
    (item,) = BY_ID["GQ03"].records(period, [vault.commune.pk], vault.viewer("one"))
    assert item.url
