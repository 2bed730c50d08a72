"""Who was on time is told by a place's decision, and by nothing else."""

import datetime

import pytest
from django.db import connection

from danvan.core.actor import Actor
from danvan.indicators import reminding
from danvan.indicators.tests import sending
from danvan.indicators.tests.conftest import place  # noqa: F401 - a fixture
from danvan.publishing import public, timely
from danvan.publishing.models import Timeliness

pytestmark = pytest.mark.django_db
BY = Actor("user:3", "Lãnh đạo", "T1")
DUE = datetime.date(2026, 3, 17)
TODAY = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 2, tzinfo=datetime.UTC)


@pytest.fixture
def province(place):  # noqa: F811
    sending.sent(place.commune)
    return place.province


@pytest.fixture
def decide(province):
    def decide(since, public=True):
        return reminding.decide_timeliness(
            place=province,
            public=public,
            since=since,
            decision="12/QĐ-UBND",
            by=BY,
            now=NOW,
        )

    return decide


def read(day=TODAY):
    """Return what the public's role is told of the inspectorate's sheet."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_portal")
        found = public.timeliness("T1", day)
        cursor.execute("SET ROLE NONE")
    return found


def test_without_a_decision_nothing_is_told_and_nothing_kept(province):
    assert timely.write(today=TODAY, now=NOW) == 0
    assert not Timeliness.objects.exists()
    assert read() == []


def test_a_row_that_nobody_decided_on_is_not_told_either(province):
    sheet = {"name": {}, "period": "2026-q1", "units": []}
    Timeliness.objects.create(place=province, body=[sheet], at=NOW)

    assert read() == []


def test_by_decision_each_unit_is_told_with_its_days(province, decide):
    decide(TODAY)
    assert timely.write(today=TODAY, now=NOW) == 1
    told = {u.name: u for one in read() if one.period == "2026-q1" for u in one.units}

    assert told["Đơn vị T1.1"].state == "on_time"
    assert told["Đơn vị T1.1"].sent == sending.NOW
    assert (told["Đơn vị T1.2"].state, told["Đơn vị T1.2"].due) == ("missing", DUE)


def test_nothing_is_told_before_its_day_or_after_the_withdrawal(province, decide):
    decide(TODAY)
    timely.write(today=TODAY, now=NOW)
    tomorrow = TODAY + datetime.timedelta(days=1)
    decide(tomorrow, public=False)

    assert read(TODAY - datetime.timedelta(days=1)) == []
    assert read() != []
    assert read(tomorrow) == []
    assert timely.write(today=tomorrow, now=NOW) == 0
    assert not Timeliness.objects.exists()
