"""A complaint: name, address and decision are needed, and the clock is told."""

import datetime

import pytest
from django.utils import timezone

from danvan.portal.models import SavedForm
from danvan.portal.tests.walk import COMPLAINT, locate, send


def decide(client, ago, **more):
    day = timezone.localdate() - datetime.timedelta(days=ago)
    typed = {"day": day.day, "month": day.month, "year": day.year}
    parts = {f"decision_received_{name}": value for name, value in typed.items()}
    answers = {"decision": "Quyết định số 12/QĐ-UBND", **parts, **more}
    return client.post(f"{COMPLAINT}quyet-dinh/", answers)


def explain(client):
    answers = {"what": "Đo sai ranh giới thửa đất.", "request": "Đo lại thửa đất"}
    return client.post(f"{COMPLAINT}noi-dung/", answers)


def test_a_complaint_takes_at_most_eight_pages(portal_client, as_owner):
    decide(portal_client, ago=10)
    explain(portal_client)
    locate(portal_client, "khieu-nai/noi-nao")
    who = {"name": "Người dân mẫu 001", "address": "Khu phố 3, phường Mẫu"}
    portal_client.post(f"{COMPLAINT}nguoi-khieu-nai/", who)
    check = portal_client.get(f"{COMPLAINT}xem-lai/").content.decode()
    assert "Quyết định số 12/QĐ-UBND" in check
    assert "UBND phường Mẫu" in check
    assert "Người dân mẫu 001" in check

    assert send(portal_client, COMPLAINT).url == "/gui/bien-nhan/"

    ((kind, decision, name),) = as_owner(
        "SELECT kind, decision, name FROM petitions_petition"
    )
    assert (kind, decision) == ("complaint", "Quyết định số 12/QĐ-UBND")
    assert name == "Người dân mẫu 001"


@pytest.mark.parametrize("missing", ["name", "address"])
def test_a_complaint_without_name_or_address_is_not_taken(portal_client, missing):
    decide(portal_client, ago=10)
    explain(portal_client)
    locate(portal_client, "khieu-nai/noi-nao")
    who = {"name": "Người dân mẫu 001", "address": "Khu phố 3"} | {missing: ""}

    assert portal_client.post(f"{COMPLAINT}nguoi-khieu-nai/", who).status_code == 400


def test_the_end_of_the_time_to_complain_is_said_at_once(portal_client):
    page = decide(portal_client, ago=200)

    assert page.status_code == 200
    assert 'name="late_seen"' in page.content.decode()
    assert SavedForm.objects.get().answers == {}


def test_who_was_kept_from_complaining_may_go_on(portal_client):
    answer = decide(portal_client, ago=200, late_seen="1")

    assert answer.url == f"{COMPLAINT}noi-dung/"


def test_within_the_time_nothing_is_said(portal_client):
    assert decide(portal_client, ago=10).url == f"{COMPLAINT}noi-dung/"


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("31", "2", "2026"),
        ("", "", ""),
        ("1", "1", "9999"),
        ("a", "b", "c"),
        ("5", "", ""),
    ],
)
def test_a_day_that_cannot_be_is_asked_for_again(portal_client, day, month, year):
    answers = {
        "decision": "Số 12",
        "decision_received_day": day,
        "decision_received_month": month,
        "decision_received_year": year,
    }

    page = portal_client.post(f"{COMPLAINT}quyet-dinh/", answers)

    assert page.status_code == 400
    assert 'href="#id_decision_received_0"' in page.content.decode()


def test_feedback_begun_is_not_sent_as_a_complaint(portal_client):
    portal_client.post("/gui/gop-y/noi-dung/", {"what": "Đèn đường hỏng"})

    answer = portal_client.get(COMPLAINT)
    assert answer.url == f"{COMPLAINT}quyet-dinh/"
