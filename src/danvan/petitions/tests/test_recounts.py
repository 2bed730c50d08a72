"""A corrected day moves the terms that run over it, and says so beforehand."""

import datetime

import pytest

from danvan.core.actor import system
from danvan.journal.models import Entry
from danvan.orgs import selectors as orgs
from danvan.orgs import services as days
from danvan.orgs.models import WorkingDay
from danvan.petitions import recounts
from danvan.petitions.tests.test_course import began, moment, take, walk
from danvan.petitions.tests.test_services import COMPLAINT, register

DAY = datetime.timedelta(days=1)
START = datetime.date(2026, 7, 6)  # a Monday; seven working days end on the 15th


@pytest.fixture
def petition(town):
    for year in range(2025, 2029):
        new_year = datetime.date(year, 1, 1)
        WorkingDay.objects.get_or_create(
            date=new_year, defaults={"working": False, "reason": "Tết", "source": "law"}
        )
    return register(town, COMPLAINT, now=moment(START))


def corrected(day):
    return orgs.corrected_calendar(day, False, "Nghỉ bão")


def test_the_preview_names_old_and_new_day_and_why(petition):
    assert petition.due == datetime.date(2026, 7, 15)

    moved, classify = recounts.preview(START + DAY, corrected(START + DAY))

    assert (moved.number, moved.code) == (petition.number, "DL-KN-01")
    assert classify.code == "DL-XLD-01"
    assert moved.recount.before == petition.due
    assert moved.recount.now.due == petition.due + DAY
    assert "Nghỉ bão" in moved.recount.why["vi"]
    petition.refresh_from_db()
    assert petition.due == datetime.date(2026, 7, 15)


@pytest.mark.parametrize("day", [START, START + 12 * DAY, START - DAY])
def test_a_day_outside_the_term_moves_nothing(petition, day):
    assert recounts.preview(day, corrected(day)) == []


def test_what_moves_is_stored_with_its_trace_and_a_line(petition):
    by, day = system(), START + DAY
    days.set_day(by=by, date=day, working=False, reason="Nghỉ bão", decision="1/QĐ")

    moved = recounts.apply(day=day, calendar=orgs.working_calendar(), by=by, why="1/QĐ")

    petition.refresh_from_db()
    term = petition.deadlines.get(code="DL-KN-01")
    line, _ = Entry.objects.order_by("-pk")[:2][::-1]
    assert moved == 2
    assert petition.due == term.due == datetime.date(2026, 7, 16)
    assert "Nghỉ bão" in str(term.trace)
    assert (line.action, line.why) == ("petition.recount", "1/QĐ")
    assert line.changes["due"] == ["2026-07-15", "2026-07-16"]
    again = recounts.preview(day, orgs.working_calendar())
    assert again == []


def test_a_term_that_stands_binds_nobody_after_a_correction_either(town):
    petition = walk(began(town, COMPLAINT, START), town, "screen", "accept", "assign")
    petition = take("suspend", petition, town, START + 5 * DAY)
    petition = take("notify", petition, town, START + 6 * DAY)
    day = petition.deadlines.get(ended_on__isnull=True).due
    days.set_day(by=system(), date=day, working=False, reason="Nghỉ", decision="2/QĐ")

    assert recounts.apply(day=day, calendar=orgs.working_calendar(), by=system()) == 1

    petition.refresh_from_db()
    assert petition.due is None
