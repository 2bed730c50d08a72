"""T5: a flood of machines leaves the clerks' queue usable, and shuts no person out."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from danvan.portal import digits, flood, services
from danvan.portal.flood import LIMITS, WINDOW, charge
from danvan.portal.models import Flood, SavedForm
from danvan.portal.tests.conftest import Town
from danvan.portal.tests.walk import fill, send

NOW = datetime.datetime(2026, 7, 1, 8, tzinfo=datetime.UTC)
COUNT = "SELECT count(*) FROM petitions_petition"
OFFICE = {"REMOTE_ADDR": "198.51.100.1"}
WORDS = dict(zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], "0123456789", strict=True))  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_trips_alone_and_lets_go_again(limit):
    passed = [charge(now=NOW, **{limit: "x"}) for _ in range(LIMITS[limit] + 1)]

    assert passed == [False] * LIMITS[limit] + [True]
    assert not charge(now=NOW, **{limit: "another"})
    assert not charge(now=NOW + WINDOW, **{limit: "x"})


def machine(form, address, answered=False, now=NOW):
    """Send one form as a machine does that keeps to every other rule."""
    try:
        services.send(
            form_id=form, language="vi", address=address, answered=answered, now=now
        )
    except services.Flooded:
        return False
    return True


@pytest.fixture
def forms(portal_client):
    """Make filled-in forms, by their keys; each for the unit named."""

    def make(count, units=("31117",)):
        before = NOW - datetime.timedelta(minutes=1)
        made = [
            SavedForm(
                kind="feedback",
                started_at=before,
                touched_at=before,
                answers={"a": {"what": f"máy {n}", "unit_code": units[n % len(units)]}},
            )
            for n in range(count)
        ]
        SavedForm.objects.bulk_create(made)
        return [form.pk for form in made]

    return make


def test_of_3000_in_ten_minutes_one_in_a_hundred_is_stored(forms, as_owner):
    """Half from one address, half each from another: the unit's queue counts too."""
    each = WINDOW / 3000
    for number, form in enumerate(forms(3000)):
        address = f"10.0.{number}" if number % 2 else "10.0.0.1"
        machine(form, address, now=NOW + each * (number + 1))

    ((stored,),) = as_owner(COUNT)
    assert stored <= 30


def test_without_the_limit_all_would_be_stored(forms, as_owner, monkeypatch):
    monkeypatch.setattr(flood, "LIMITS", dict.fromkeys(LIMITS, 10_000))

    sent = [machine(form, "10.0.0.1") for form in forms(50)]

    assert all(sent)
    assert as_owner(COUNT) == [(50,)]


@pytest.fixture
def flooded(portal_client, town: Town):
    """The address of an office from which machines have sent all they could."""
    for _ in range(LIMITS["address"]):
        charge(now=timezone.now(), address=OFFICE["REMOTE_ADDR"])
        # In case the next window begins while the test runs.
        charge(now=timezone.now() + WINDOW, address=OFFICE["REMOTE_ADDR"])


def person(**extra):
    browser = Client(**extra)
    fill(browser)
    return browser


def asked(page):
    text = page.content.decode()
    words = re.search(r"Viết thành chữ số: ([^<]+)", text)[1].strip().split(", ")
    token = re.search(r'name="token" value="([^"]+)"', text)[1]
    return {"token": token, "digits": "".join(WORDS[word] for word in words)}


CHECK = "/gui/gop-y/xem-lai/"


def test_a_person_behind_a_flooded_address_answers_and_is_heard(flooded, as_owner):
    """Sixty of them, without a script: a question more, and nobody is shut out."""
    for _ in range(60):
        browser = person(**OFFICE)

        page = send(browser)

        assert page.status_code == 400
        assert browser.post(CHECK, asked(page)).url == "/gui/bien-nhan/"
    assert as_owner(COUNT) == [(60,)]


def test_who_comes_from_elsewhere_is_asked_nothing(flooded):
    assert send(person(REMOTE_ADDR="203.0.113.9")).url == "/gui/bien-nhan/"


@pytest.mark.parametrize(
    "spoilt", [{"digits": ""}, {"digits": "12"}, {"token": ""}, {"token": "a:b:c"}]
)
def test_a_wrong_answer_is_asked_anew(flooded, spoilt, as_owner):
    browser = person(**OFFICE)
    said = asked(send(browser)) | spoilt

    page = browser.post(CHECK, said)

    assert page.status_code == 400
    assert asked(page)["token"] != said["token"]
    assert as_owner(COUNT) == [(0,)]


def test_an_answer_opens_no_other_form(flooded, as_owner):
    said = asked(send(person(**OFFICE)))

    assert person(**OFFICE).post(CHECK, said).status_code == 400
    assert as_owner(COUNT) == [(0,)]


def test_the_token_does_not_tell_the_digits():
    question = digits.ask(SavedForm().pk)
    # Two tokens of the same digits for two forms have nothing in common.
    assert question.token != digits.ask(SavedForm().pk).token
    assert not re.search(r"\d{4}", question.token.split(":")[0])


def test_invented_addresses_do_not_help(flooded, settings):
    settings.TRUSTED_PROXIES = 1
    heard = f"10.1.2.3, {OFFICE['REMOTE_ADDR']}"

    assert send(person(HTTP_X_FORWARDED_FOR=heard)).status_code == 400


def test_what_is_not_sent_is_not_counted(forms, as_owner):
    sent = [machine(form, "10.0.0.1") for form in forms(40)]

    assert sent.count(True) == LIMITS["address"]
    ((most,),) = as_owner("SELECT max(sent) FROM portal_flood")
    assert most == LIMITS["address"]


def test_the_table_holds_no_address_and_is_swept(forms, as_office):
    machine(forms(1)[0], "203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(f::text, '') FROM portal_flood f")
        assert "203.0" not in cursor.fetchone()[0]

    with as_office():
        services.sweep(now=NOW + WINDOW)

    assert not Flood.objects.exists()
