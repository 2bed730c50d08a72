"""The code from the phone: made, asked for, used once."""

import io
import time

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import second_factor, services
from danvan.accounts.rights import Role
from danvan.accounts.tests.conftest import PASSWORD
from danvan.core.actor import system
from danvan.journal.models import Entry

pytestmark = pytest.mark.django_db


def code_of(key, steps=0):
    """Return what the app shows now, or some half minutes later."""
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


@pytest.fixture
def device(clerk):
    made = TOTPDevice(user=clerk, name="app")
    services.take_second_factor(device=made, by=system())
    return made


@pytest.fixture(params=[True, False], ids=["required", "optional"])
def either(request, settings):
    settings.REQUIRE_SECOND_FACTOR = request.param


def test_the_password_alone_does_not_let_in(either, client, enter, device):
    assert enter("clerk").url == "/sign-in/code/"

    assert client.get("/account/").status_code == 302
    assert not Entry.objects.filter(action="accounts.sign-in").exists()


def test_the_code_lets_in_and_leads_to_the_page_one_wanted(either, client, device):
    data = {"username": "clerk", "password": PASSWORD}
    client.post("/sign-in/?next=/account/password/", data)
    shown = code_of(device.key)

    answer = client.post("/sign-in/code/", {"code": f"{shown[:3]} {shown[3:]}"})

    assert answer.url == "/account/password/"
    assert client.get("/account/").status_code == 200


def test_a_used_code_is_refused(either, enter, client, device):
    enter("clerk")
    shown = code_of(device.key)
    client.post("/sign-in/code/", {"code": shown})

    again = Client()
    again.post("/sign-in/", {"username": "clerk", "password": PASSWORD})

    for typed in (shown, f" {shown[:3]} {shown[3:]} "):
        assert again.post("/sign-in/code/", {"code": typed}).status_code == 422
    assert again.get("/account/").status_code == 302


def test_wrong_codes_are_written_down_and_slowed(client, enter, device):
    enter("clerk")
    wrong = code_of(device.key, steps=99)

    assert client.post("/sign-in/code/", {"code": wrong}).status_code == 422

    assert Entry.objects.filter(why="code").count() == 1
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "\uff11\uff1223456", "1234567"]
)
def test_what_is_no_code_is_asked_again(client, enter, device, typed):
    enter("clerk")

    assert client.post("/sign-in/code/", {"code": typed}).status_code == 422


def test_the_code_page_needs_a_right_password_just_given(client, enter, device):
    assert client.get("/sign-in/code/").url == "/sign-in/"

    enter("clerk")
    session = client.session
    pk, at, then = session["pending"]
    session["pending"] = [pk, at - second_factor.PENDING_FOR - 1, then]
    session.save()

    answer = client.post("/sign-in/code/", {"code": code_of(device.key)})
    assert answer.url == "/sign-in/"


def test_where_required_one_is_made_before_coming_in(client, enter, clerk, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    assert enter("clerk").url == "/sign-in/second-factor/"
    page = client.get("/sign-in/second-factor/")
    key = client.session["totp_key"]
    assert "data:image/svg+xml" in page.content.decode()
    assert client.get("/account/").status_code == 302
    assert not TOTPDevice.objects.exists()

    client.post("/sign-in/second-factor/", {"code": code_of(key)})

    assert client.get("/account/").status_code == 200
    assert TOTPDevice.objects.get().confirmed


def test_the_code_that_proved_the_device_does_not_pass_again(client, enter, clerk):
    enter("clerk")
    client.get("/sign-in/second-factor/")
    shown = code_of(client.session["totp_key"])
    client.post("/sign-in/second-factor/", {"code": shown})

    assert not TOTPDevice.objects.get().verify_token(shown)


def test_a_password_alone_cannot_replace_the_device(client, enter, device, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    enter("clerk")

    assert client.get("/sign-in/second-factor/").url == "/sign-in/"
    answer = client.post("/sign-in/second-factor/", {"code": "123456"})
    assert answer.url == "/sign-in/"
    assert TOTPDevice.objects.get().key == device.key


def test_where_optional_one_may_be_added_later(client, enter, clerk, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    enter("clerk")
    client.get("/sign-in/second-factor/")
    key = client.session["totp_key"]

    client.post("/sign-in/second-factor/", {"code": code_of(key)})

    assert "accounts.second-factor" in Entry.objects.values_list("action", flat=True)
    assert Client().get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_requiring_it_ends_sessions_that_have_none(client, enter, clerk, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    enter("clerk")
    settings.REQUIRE_SECOND_FACTOR = True

    assert client.get("/account/").status_code == 302


def test_a_lost_device_is_taken_away_by_an_operator(
    client, enter, device, make_user, settings
):
    settings.REQUIRE_SECOND_FACTOR = False
    operator = make_user("operator", Role.OPERATOR)
    enter("operator")

    client.post(f"/people/{device.user_id}/second-factor/")

    assert not TOTPDevice.objects.exists()
    entry = Entry.objects.get(
        action="accounts.second-factor", actor_id=f"user:{operator.pk}"
    )
    assert entry.changes == {"device": ["confirmed", "removed"]}


def test_nobody_takes_his_own_away(clerk, device):
    by = services.Actor(id=f"user:{clerk.pk}", label="", unit_code="T-1")

    with pytest.raises(services.NotForOneself):
        services.remove_second_factor(user=clerk, by=by)


def test_the_last_operator_gets_in_again_by_a_command(device):
    call_command("remove_second_factor", "clerk", stdout=io.StringIO())

    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError):
        call_command("remove_second_factor", "ghost")
