"""The nightly work of the room: it is on the worker's list, and it forgets."""

import datetime

import pytest
from procrastinate.contrib.django import app

from danvan.receptions import jobs
from danvan.receptions.models import Appointment, Session
from danvan.receptions.tests.conftest import today
from danvan.receptions.tests.test_booking import book, published


def test_the_worker_knows_it_and_its_hour():
    crons = {
        task.task.name: task.cron
        for task in app.periodic_registry.periodic_tasks.values()
    }

    assert crons["danvan.receptions.jobs.forget_appointments"] == "50 2 * * *"


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 1), (31, 0)])
def test_who_booked_is_forgotten_after_a_month(town, as_role, settings, days, left):
    settings.PROCESS = "office"
    book(published(town).slots.first())
    past = today() - datetime.timedelta(days=days)
    Session.objects.update(on=past)

    as_role("danvan_office")
    jobs.forget_appointments(timestamp=0)
    as_role("NONE")

    assert Appointment.objects.count() == left
