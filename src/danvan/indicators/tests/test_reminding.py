"""A reminder of a kind is given once; timeliness is public only by decision."""

import datetime

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from danvan.indicators import jobs, owing, reminding
from danvan.indicators.errors import BadDays, NoReason
from danvan.indicators.models import Reminder
from danvan.indicators.tests import sending
from danvan.indicators.tests.sending import NOW, PROVINCE, SHEET
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provincial")]
D = datetime.date
APRIL = D(2026, 4, 1)


def remind(day):
    now = datetime.datetime.combine(day, datetime.time(1), tzinfo=datetime.UTC)
    return reminding.remind(today=day, now=now)


def kinds(unit):
    found = Reminder.objects.filter(unit=unit, sheet=SHEET.id, period__key="2026-q1")
    return [*found.values_list("kind", flat=True)]


def test_the_job_run_twice_reminds_once(place):
    first = remind(D(2026, 3, 14))

    assert first > 0
    assert remind(D(2026, 3, 14)) == 0
    assert remind(D(2026, 3, 15)) == 0
    assert kinds(place.commune) == ["before3"]


def test_reminders_follow_each_other_until_the_sheet_is_in(place):
    remind(D(2026, 3, 14))
    remind(D(2026, 3, 16))
    sending.sent(place.commune)
    remind(D(2026, 3, 18))

    assert kinds(place.commune) == ["before3", "before1"]
    assert kinds(place.other) == ["before3", "before1", "late1"]


def test_nobody_is_reminded_where_nobody_works_with_the_system(place):
    Unit.objects.create(
        code="T9", name="Tỉnh Chín", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    remind(D(2026, 3, 18))

    assert not Reminder.objects.filter(unit__code="T9").exists()


def test_a_place_is_reminded_of_its_own_sheet_by_its_own_day(place):
    remind(D(2026, 3, 18))

    assert kinds(place.province) == ["before3"]  # due on the 20th


def test_the_journal_says_how_many_were_reminded(place):
    made = remind(D(2026, 3, 14))

    line = Entry.objects.get(action="sheets.remind")
    assert line.changes["rows"] == [None, str(made)]


def test_a_second_reminder_of_a_kind_cannot_be_stored(place):
    remind(D(2026, 3, 14))

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_reminder (unit_id, sheet, period_id, kind, due, at)"
            " SELECT unit_id, sheet, period_id, kind, due, at FROM indicators_reminder"
        )


def test_the_job_reminds_of_what_is_owed_today(place):
    jobs.remind.func(timestamp=0)

    assert jobs.remind.func(timestamp=0) == 0


def decide(place, since=APRIL, public=True, decision="30/QĐ-UBND"):
    return reminding.decide_timeliness(
        place=place.province,
        public=public,
        since=since,
        decision=decision,
        by=PROVINCE,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("day", "public"),
    [
        (D(2026, 3, 31), False),
        (D(2026, 4, 1), True),
        (D(2026, 5, 31), True),
        (D(2026, 6, 1), False),
    ],
)
def test_timeliness_is_public_from_a_decision_to_its_withdrawal(place, day, public):
    assert not owing.timeliness_is_public(place.province, day)
    decide(place)
    decide(place, D(2026, 6, 1), public=False, decision="41/QĐ-UBND")

    assert owing.timeliness_is_public(place.province, day) is public


def test_a_decision_has_a_number_and_undoes_none_before_it(place):
    with pytest.raises(NoReason):
        decide(place, decision=" ")
    decide(place)
    with pytest.raises(BadDays):
        decide(place, D(2026, 3, 1), public=False)
