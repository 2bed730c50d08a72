"""How long the terms of the law took, by what ended in a period."""

import datetime
import uuid

import pytest
from django.utils import timezone

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.casework.term import Pause, Term
from danvan.core.casework.workflow import Kind as Letters
from danvan.orgs.models import Kind, Level, Unit
from danvan.orgs.selectors import calendar_of
from danvan.petitions import services, times
from danvan.petitions.models import Channel, Deadline
from danvan.petitions.services import Letter

pytestmark = pytest.mark.django_db
PERIOD = periods.by_key("2026-q3")  # 15 June to 14 September
CODE = "DL-KN-02"
CALENDAR = calendar_of(
    {datetime.date(year, 1, 1): "Tết dương lịch" for year in range(2020, 2031)}, {}
)


def day(month, number):
    return datetime.date(2026, month, number)


@pytest.fixture
def unit():
    return Unit.objects.create(
        code="T.1", name="Xã Thử", level=Level.COMMUNE, kind=Kind.TERRITORY
    )


def ended(unit, start, on, due, pauses=(), code=CODE):
    """A term of a letter that ran from one day and was met on another."""
    sent = services.register(
        letter=Letter(
            kind=Letters.FEEDBACK, channel=Channel.POST, what="Đường hỏng", name="Mẫu"
        ),
        unit=unit,
        by=system(),
        now=timezone.now(),
        key=uuid.uuid4(),
        calendar=CALENDAR,
    )
    Deadline.objects.create(
        petition_id=sent.pk,
        code=code,
        start=start,
        due=due,
        sentence_vi="x",
        sentence_en="x",
        act="x",
        term=Term(code, start, pauses=tuple(pauses)).to_json(),
        ended_on=on,
        outcome="met",
    )


def found(unit):
    return {one.code: one.took for one in times.of_units([unit.pk], PERIOD)}


def test_what_ended_in_the_period_counts_whenever_it_began(unit):
    ended(unit, day(5, 1), day(6, 20), day(7, 1))
    ended(unit, day(5, 1), day(6, 10), day(7, 1))  # in the period before

    assert (found(unit)[CODE].cases, found(unit)[CODE].median) == (1, 50)


def test_the_days_on_which_the_clock_stood_are_left_out(unit):
    wait = Pause("suspension", day(7, 5), day(7, 9))  # four days; the 9th runs again
    ended(unit, day(7, 1), day(7, 11), day(7, 31), [wait])

    assert found(unit)[CODE].median == 6


def test_late_is_told_beside_how_long(unit):
    ended(unit, day(7, 1), day(7, 11), day(7, 31))
    ended(unit, day(7, 1), day(8, 20), day(7, 31))

    took = found(unit)[CODE]
    assert (took.on_time, took.timed, took.p90) == (1, 2, 50)


def test_another_units_letters_are_not_counted(unit):
    other = Unit.objects.create(
        code="T.2", name="Xã Khác", level=Level.COMMUNE, kind=Kind.TERRITORY
    )
    ended(other, day(7, 1), day(7, 11), day(7, 31))

    assert CODE not in found(unit)


def test_it_is_one_query_however_many_letters(unit, django_assert_max_num_queries):
    for _ in range(3):
        ended(unit, day(7, 1), day(7, 11), day(7, 31))

    with django_assert_max_num_queries(6):  # with what opens and shuts the lock
        times.of_units([unit.pk], PERIOD)
