"""A line kept in a browser comes in once, however often it is sent."""

import datetime
import uuid

import pytest

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.registers import locking
from danvan.registers.models import Entry, Source
from danvan.registers.tests.conftest import DAY, MEETING, NOW

pytestmark = [pytest.mark.urls("danvan.config.urls_office"), pytest.mark.django_db]
SEND = "/registers/books/voters-meetings/send/"


def said(key, **changes):
    fields = {f"v-{name}": value for name, value in (MEETING | changes).items()}
    return {"key": key, "day": f"{DAY:%Y-%m-%d}", **fields}


def test_a_line_sent_twice_is_one(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER)
    key = uuid.uuid4()

    first = client.post(SEND, said(key))
    second = client.post(SEND, said(key))

    (entry,) = Entry.objects.all()
    assert (entry.source, entry.unit, entry.day) == (Source.OFFLINE, town.commune, DAY)
    assert first.json() == second.json() == {"url": f"/registers/entries/{entry.pk}/"}


def test_what_is_wrong_is_said_and_nothing_is_written(client, sign_in):
    sign_in(Role.REPORT_COMPILER)

    answer = client.post(SEND, said(uuid.uuid4(), people="nhiều", opinions="1"))

    assert answer.status_code == 422
    assert any("phải là một số" in problem for problem in answer.json()["problems"])
    assert not Entry.objects.exists()


def test_a_mended_line_goes_in_under_its_key(client, sign_in):
    sign_in(Role.REPORT_COMPILER)
    key = uuid.uuid4()
    client.post(SEND, said(key, people="nhiều"))

    assert client.post(SEND, said(key)).status_code == 200
    assert Entry.objects.get().key == key


def test_a_closed_period_refuses_in_words(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER)
    locking.lock(
        unit=town.commune,
        below=False,
        kind="",
        start=DAY,
        end=DAY + datetime.timedelta(3),
        reason="Đã chốt",
        by=system("C1"),
        now=NOW,
    )

    answer = client.post(SEND, said(uuid.uuid4()))

    assert answer.status_code == 422
    assert "14/05/2026 – 17/05/2026" in answer.json()["problems"][0]


def test_the_state_names_the_account_and_the_token(client, sign_in):
    user = sign_in(Role.REPORT_COMPILER)

    answer = client.get("/registers/offline/").json()

    assert answer["user"] == str(user.pk)
    assert len(answer["token"]) > 30


def test_whose_session_ended_is_sent_to_sign_in(client, town):
    for answer in (client.get("/registers/offline/"), client.post(SEND, {})):
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


@pytest.mark.parametrize("key", ["", "x", "0" * 5000, "\x00"])
def test_a_hostile_key_is_refused(client, sign_in, key):
    sign_in(Role.REPORT_COMPILER)

    assert client.post(SEND, said(key)).status_code == 422
    assert not Entry.objects.exists()


def test_a_book_one_does_not_keep_takes_nothing(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER, unit=town.police)

    assert client.post(SEND, said(uuid.uuid4())).status_code == 404
