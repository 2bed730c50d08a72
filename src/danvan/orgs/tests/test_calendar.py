"""The working-day table: seeded, corrected by decision, read as a value."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from danvan.core.actor import system
from danvan.core.calendar.working_days import CalendarUnknown
from danvan.journal.models import Entry
from danvan.orgs import selectors, services
from danvan.orgs.models import WorkingDay

D = datetime.date
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2024, 5, 4), True),
        (D(2024, 4, 29), False),
        (D(2025, 4, 26), True),
        (D(2026, 1, 2), False),  # by decision; the package has it as worked
        (D(2026, 1, 10), True),
        (D(2026, 2, 16), False),
        (D(2026, 8, 22), True),
        (D(2026, 11, 24), False),
        (D(2026, 11, 25), True),
    ],
)
def test_decisions_lie_over_the_package(calendar, day, works):
    assert selectors.working_calendar().is_working(day) is works


def test_the_calendar_is_one_query(calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        selectors.working_calendar()


def test_the_calendar_knows_the_seeded_years_only(calendar):
    assert selectors.working_calendar().known == range(2024, 2028)


def test_without_a_table_no_day_is_known(db):
    with pytest.raises(CalendarUnknown):
        selectors.working_calendar().is_working(D(2026, 1, 5))


def test_days_of_an_unannounced_year_await_confirmation(calendar):
    unannounced = [day for day in selectors.days_of(2027) if not day.decision]

    assert len(unannounced) > 10
    assert not any(day.confirmed for day in unannounced)
    assert all(day.confirmed for day in selectors.days_of(2025))


def test_every_swap_of_the_seeded_years_names_its_decision(calendar):
    makeup = list(WorkingDay.objects.filter(working=True))

    assert len(makeup) == 4
    assert all(day.decision for day in makeup)


def test_seeding_again_changes_nothing_and_writes_no_line(calendar):
    lines = Entry.objects.count()

    assert services.load_calendar(by=system()) == 0
    assert Entry.objects.count() == lines


def test_an_operator_swaps_a_day_by_decision(calendar, operator):
    lines = Entry.objects.count()

    services.set_day(
        by=operator,
        date=D(2027, 1, 9),
        working=True,
        reason="Làm bù",
        decision="1234/VPCP-KGVX",
    )

    assert selectors.working_calendar().is_working(D(2027, 1, 9))
    assert Entry.objects.count() == lines + 1
    assert Entry.objects.latest("pk").why == "1234/VPCP-KGVX"


def test_seeding_never_overrides_an_operator(calendar, operator):
    day = D(2026, 8, 31)
    services.set_day(
        by=operator, date=day, working=True, reason="Bỏ hoán đổi", decision="1/TB-BNV"
    )

    services.load_calendar(by=system())

    assert selectors.working_calendar().is_working(day)
    assert WorkingDay.objects.filter(date=day).count() == 1


@pytest.mark.parametrize("decision", ["", "theo thông báo", "12729", "VPCP-KGVX"])
def test_a_day_needs_the_number_of_a_decision(calendar, operator, decision):
    with pytest.raises(services.DecisionNeeded):
        services.set_day(
            by=operator,
            date=D(2027, 1, 9),
            working=True,
            reason="x",
            decision=decision,
        )

    assert not WorkingDay.objects.filter(date=D(2027, 1, 9)).exists()


@pytest.mark.parametrize("date", [D(2023, 12, 29), D(2028, 1, 1)])
def test_a_single_day_does_not_make_its_year_known(calendar, operator, date):
    with pytest.raises(CalendarUnknown):
        services.set_day(
            by=operator, date=date, working=False, reason="x", decision="1/TB-BNV"
        )


def test_the_next_year_opens_with_its_public_holidays(calendar, operator):
    services.open_year(by=operator, year=2028)

    table = selectors.working_calendar()
    assert table.known == range(2024, 2029)
    assert not table.is_working(D(2028, 1, 26))  # the first day of Tết
    assert not any(day.confirmed for day in selectors.days_of(2028))


@pytest.mark.parametrize("year", [2027, 2029])
def test_years_open_one_after_the_other(calendar, operator, year):
    with pytest.raises(CalendarUnknown):
        services.open_year(by=operator, year=year)


def test_the_database_refuses_an_operators_day_without_decision(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingDay.objects.create(
            date=D(2027, 1, 9), working=True, reason="x", source="operator"
        )


def test_a_known_term_runs_over_the_swapped_days(calendar):
    table = selectors.working_calendar()

    assert table.add_working_days(D(2026, 2, 13), 10) == D(2026, 3, 6)
    assert table.add_working_days(D(2025, 12, 31), 1) == D(2026, 1, 5)
