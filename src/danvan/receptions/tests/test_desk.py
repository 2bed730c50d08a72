"""What the desk shows, and how dear each page is."""

import datetime

import pytest

from danvan.accounts.rights import NOBODY, Right, Role
from danvan.core.actor import system
from danvan.petitions.tests.conftest import viewer
from danvan.receptions import desk, duties, pages, planning, selectors, services
from danvan.receptions.duties import Judged
from danvan.receptions.models import State
from danvan.receptions.tests.conftest import now, session, today, visit
from danvan.receptions.visits import Outcome


def titles(items):
    return [item.title for item in items]


def test_a_notice_is_due_until_it_is_noted(town, officer):
    refused = visit(session(town), outcome=Outcome.REFUSED, ground="answered")
    assert [item.due for item in desk.due(officer)] == [refused.due]

    services.finish(visit=refused.pk, by=system("x"), today=today())

    assert desk.due(officer) == []


def test_a_leaders_schedule_is_due_five_working_days_before(town, officer):
    """Law 42/2013/QH13, article 24.4."""
    led = session(town, on=today() + datetime.timedelta(days=14), leader=True)
    (item,) = desk.due(officer)
    assert item.due < led.on

    planning.publish(sessions=[led.pk], by=system("x"), today=today())

    assert desk.due(officer) == []


def test_words_are_found_and_names_are_not(town, officer):
    visit(session(town), summary="Ngập đường Hoà Bình", name="Người dân mẫu Bảy")

    assert len(desk.search(officer, "ngap duong")) == 1
    assert desk.search(officer, "Bảy") == []
    assert desk.search(NOBODY, "ngap") == []


def test_a_visit_kept_apart_is_found_by_nothing(town, officer):
    services.register_sealed(session=session(town), by=system("x"), now=now())
    assert desk.due(officer) == desk.search(officer, "1") == []


def test_a_stranger_finds_nothing(town):
    visit(session(town))
    stranger = viewer(town.stranger, Role.RECEPTION_HEAD)
    assert desk.search(stranger, "đất") == []
    assert list(selectors.book(stranger, selectors.Filters())) == []


@pytest.mark.parametrize("rows", [1, 6])
def test_the_pages_cost_the_same_however_much_they_show(
    town, officer, rows, django_assert_max_num_queries
):
    held = session(town, every=30, seats=3)
    for _ in range(rows):
        visit(held)

    with django_assert_max_num_queries(6):
        pages.of_today(officer, today())
    with django_assert_max_num_queries(2):
        list(selectors.book(officer, selectors.Filters(words="đất")))
    with django_assert_max_num_queries(6):
        desk.due(officer)
    with django_assert_max_num_queries(12):
        pages.of_session(officer, selectors.session(officer, held.pk))
    with django_assert_max_num_queries(3):
        selectors.visit(officer, held.visits.values_list("pk", flat=True)[0])


def test_duty_holds_sessions_against_the_minimum(town, officer):
    month = datetime.date(2026, 8, 1)
    for day, state in ((5, State.HELD), (12, State.DELEGATED), (19, State.MISSED)):
        made = session(town, on=month.replace(day=day), leader=True)
        said = {"by": system("x"), "reason": "Họp", "delegate": "Phó"}
        planning.close(session=made.pk, state=state, today=made.on, **said)

    (line,) = duties.month(officer, month, datetime.date(2026, 9, 1))

    (stretch,) = line.balance.stretches
    assert (stretch.held, stretch.delegated, stretch.missed) == (1, 1, 1)
    assert (stretch.required, stretch.owed) == (2, 0)
    assert not line.balance.certain
    (row,) = line.rows
    assert (row.total, row.judged) == (3, Judged.MET)


@pytest.mark.parametrize(
    ("on", "held", "judged"),
    [
        (datetime.date(2026, 8, 20), 2, Judged.RUNNING),
        (datetime.date(2026, 8, 31), 1, Judged.RUNNING),
        (datetime.date(2026, 9, 1), 2, Judged.MET),
        (datetime.date(2026, 9, 1), 1, Judged.SHORT),
    ],
)
def test_a_month_is_judged_only_when_it_is_over(town, officer, on, held, judged):
    month = datetime.date(2026, 8, 1)
    for day in (5, 12)[:held]:
        made = session(town, on=month.replace(day=day), leader=True)
        planning.close(session=made.pk, state=State.HELD, today=made.on, by=system("x"))

    (line,) = duties.month(officer, month, on)

    assert [row.judged for row in line.rows] == [judged]


def test_before_the_law_nothing_is_owed(town, officer):
    (line,) = duties.month(officer, datetime.date(2013, 1, 1), today())
    assert line.balance is None


def test_reading_needs_the_right_of_receptions(town):
    clerk = viewer(town.committee, Role.PETITION_CLERK)
    assert not clerk.may(Right.RECEPTIONS_READ)
    assert desk.due(clerk) == []
