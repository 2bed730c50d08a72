"""When people are received, and an hour booked without an account."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from danvan.core.actor import system
from danvan.core.casework.duty import Post
from danvan.receptions import planning
from danvan.receptions.models import Appointment, Kind
from danvan.receptions.planning import Plan


@pytest.fixture
def hours(town, as_office):
    """The published hours of the commune's chairman, a week ahead."""
    today = timezone.localdate()
    with as_office():
        (made,) = planning.plan(
            plans=[
                Plan(
                    on=today + datetime.timedelta(days=7),
                    starts=datetime.time(8),
                    ends=datetime.time(10),
                    place="Phòng tiếp công dân",
                    kind=Kind.PERIODIC,
                    post=Post.COMMUNE_CHAIR,
                    every=60,
                )
            ],
            unit=town.committee,
            by=system("x"),
            today=today,
        )
        planning.publish(sessions=[made.pk], by=system("x"), today=today)
        return [slot.pk for slot in made.slots.all()]


def text(response):
    return response.content.decode()


def address(town, slot):
    return f"/lich-tiep/hen/?place={town.commune.code}&slot={slot}"


def said(**changes):
    return {
        "key": str(uuid.uuid4()),
        "name": "Người dân mẫu",
        "phone": "0900 000 001",
        "website": "",
    } | changes


def test_the_schedule_shows_days_and_free_hours(portal_client, town, hours):
    page = text(portal_client.get("/lich-tiep/", {"place": town.commune.code}))

    assert "Chủ tịch Ủy ban nhân dân cấp xã" in page
    assert page.count("/lich-tiep/hen/?place=") == len(hours)


def test_an_hour_is_booked_and_given_back(portal_client, town, hours, as_office):
    response = portal_client.post(address(town, hours[0]), said())

    code = re.search(r'dv-receipt__code">([\d ]+)<', text(response))[1]
    after = text(portal_client.get("/lich-tiep/", {"place": town.commune.code}))
    assert after.count("/lich-tiep/hen/?place=") == len(hours) - 1

    gone = portal_client.post("/lich-tiep/huy/", {"phone": "0900000001", "code": code})

    assert gone.status_code == 200
    with as_office():
        assert Appointment.objects.get().cancelled_at is not None


def test_a_second_press_shows_the_same_code(portal_client, town, hours):
    once = said()

    first = portal_client.post(address(town, hours[0]), once)
    second = portal_client.post(address(town, hours[0]), once)

    assert text(first) == text(second)


def test_nobody_is_asked_what_it_is_about(portal_client, town, hours):
    page = text(portal_client.get(address(town, hours[0])))
    assert "<textarea" not in page
    assert set(re.findall(r'<input[^>]* name="(\w+)"', page)) == {
        "csrfmiddlewaretoken",
        "key",
        "name",
        "phone",
        "website",
    }


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"phone": "12"}, {"website": "x"}, {"name": "a\0b"}]
)
def test_what_is_wrong_is_said(portal_client, town, hours, changes):
    assert (
        portal_client.post(address(town, hours[0]), said(**changes)).status_code == 400
    )


def test_a_taken_hour_is_refused_with_a_way_on(portal_client, town, hours):
    portal_client.post(address(town, hours[0]), said())
    late = portal_client.post(address(town, hours[0]), said(phone="0900000002"))
    assert late.status_code == 400


@pytest.mark.parametrize("query", ["", "?place=x&slot=1", "?place=92&slot=ab"])
def test_an_unknown_hour_is_not_found(portal_client, town, query):
    assert portal_client.get(f"/lich-tiep/hen/{query}").status_code == 404


def test_the_guidance_on_denunciations_leads_here_without_a_subject(
    portal_client, town
):
    assert 'href="/lich-tiep/"' in text(portal_client.get("/gui/to-cao/"))


def test_in_a_flood_a_question_is_asked_and_nothing_typed_is_lost(
    portal_client, town, hours, monkeypatch
):
    monkeypatch.setattr("danvan.portal.flood.LIMITS", {"address": 0})

    response = portal_client.post(address(town, hours[0]), said())

    assert response.status_code == 400
    assert "Người dân mẫu" in text(response)
    assert 'name="digits"' in text(response)
