"""The demonstration is made up, and went through the services."""

import datetime

import pytest

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.receptions import demo
from danvan.receptions.models import Appointment, Session, State, Visit
from danvan.receptions.tests.conftest import today


@pytest.fixture
def told(town):
    user = User.objects.create(username="o", label="Cán bộ tiếp công dân")
    Membership.objects.create(
        user=user,
        unit=town.committee,
        role=Role.RECEPTION_OFFICER,
        valid_from=datetime.date(2020, 1, 1),
    )
    return demo.fill(today=today())


def test_everybody_in_it_is_made_up_and_says_so(told):
    assert told
    assert all(visit.synthetic for visit in told)
    assert not Visit.objects.filter(synthetic=False).exists()
    assert not Session.objects.filter(synthetic=False).exists()
    assert not Appointment.objects.filter(synthetic=False).exists()


def test_every_state_can_be_seen_and_somebody_has_an_hour(told):
    assert set(Session.objects.values_list("state", flat=True)) == set(State.values)
    assert Appointment.objects.count() == 3


def test_today_has_a_session_to_write_into(told):
    assert Session.objects.filter(on=today(), post="").exists()


def test_the_statistics_last_closed_period_has_visits_and_duty(told):
    closed = periods.last_ended("inspectorate", today())
    days = (closed.start, closed.end)
    assert Visit.objects.filter(on__range=days, session__post="").exists()
    assert Visit.objects.filter(on__range=days).exclude(session__post="").exists()
