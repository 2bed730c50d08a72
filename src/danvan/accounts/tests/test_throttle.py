"""The contract of limits: each trips alone, none locks an owner out."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from danvan.accounts import throttle
from danvan.accounts.models import Throttle
from danvan.accounts.tests.conftest import PASSWORD
from danvan.accounts.throttle import LIMITS, Try, charge, clear
from danvan.journal.models import Entry
from danvan.ui.addresses import client_address

NOW = datetime.datetime(2026, 7, 1, 8, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
NONE = datetime.timedelta()


@pytest.fixture(autouse=True)
def _optional(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.mark.django_db
@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_trips_alone_and_lets_go_again(limit):
    attempt = Try({"key": limit})
    tries = LIMITS[limit].tries

    waits = [charge(attempt, now=NOW) for _ in range(tries + 1)]

    assert waits == [NONE] * tries + [MINUTE]
    assert charge(attempt, now=NOW + MINUTE) == NONE
    assert charge(attempt, now=NOW + MINUTE) == 2 * MINUTE


@pytest.mark.django_db
def test_waiting_the_longest_time_out_does_not_begin_the_count_anew():
    attempt, now = Try({"key": "device"}), NOW
    for _ in range(12):
        now += charge(attempt, now=now)

    now += throttle.LONGEST
    assert charge(attempt, now=now) == NONE
    assert charge(attempt, now=now) == throttle.LONGEST


@pytest.mark.django_db
def test_what_was_long_ago_is_forgiven_and_deleted():
    attempt = Try({"key": "device"})
    for _ in range(5):
        charge(attempt, now=NOW)
    later = NOW + throttle.FORGIVEN + MINUTE

    assert [charge(attempt, now=later) for _ in range(4)] == [NONE] * 4
    assert throttle.forget(now=later) == 0
    assert throttle.forget(now=later + throttle.FORGIVEN + MINUTE) == 1


@pytest.mark.django_db
def test_a_right_password_gives_its_own_try_back_but_not_the_wrong_ones():
    attempt = Try({"a": "account-address", "b": "address"})
    for _ in range(3):
        charge(attempt, now=NOW)

    clear(attempt)

    assert dict(Throttle.objects.values_list("key", "failures")) == {"a": 0, "b": 2}


def wrong(client, username="clerk", **extra):
    data = {"username": username, "password": "wrong wrong wrong"}
    return client.post("/sign-in/", data, **extra).status_code


def right(client, username="clerk", **extra):
    data = {"username": username, "password": PASSWORD}
    return client.post("/sign-in/", data, **extra).status_code


STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
OFFICE = {"REMOTE_ADDR": "198.51.100.1"}


def test_five_wrong_passwords_bring_a_wait_to_that_account_and_address_only(
    client, clerk, make_user
):
    make_user("colleague")

    assert [wrong(client, **STRANGER) for _ in range(6)] == [422] * 5 + [429]
    assert right(client, **STRANGER) == 429
    assert right(Client(), "colleague", **STRANGER) == 302
    assert right(Client(), **OFFICE) == 302


def test_a_flood_does_not_fill_the_journal(client, clerk):
    for _ in range(20):
        wrong(client)

    assert Entry.objects.filter(action="accounts.sign-in-failed").count() == 5


def test_an_unknown_account_is_throttled_like_a_known_one(client, db):
    assert [wrong(client, "ghost") for _ in range(6)] == [422] * 5 + [429]


def test_the_owner_comes_in_on_his_device_whatever_strangers_do(client, clerk):
    assert right(client, **OFFICE) == 302
    client.post("/sign-out/")
    # As many addresses as it takes to close the account to all unknown devices.
    for number in range(LIMITS["account"].tries):
        wrong(Client(), REMOTE_ADDR=f"203.0.113.{number}")

    assert right(Client(), **OFFICE) == 429
    assert right(client, **OFFICE) == 302


def test_the_device_of_one_account_opens_no_other(client, clerk, make_user):
    make_user("colleague")
    right(client, **OFFICE)
    client.post("/sign-out/")

    for _ in range(5):
        wrong(client, "colleague", **OFFICE)

    assert right(Client(), "colleague", **OFFICE) == 429


def test_a_forged_device_is_a_stranger(client, clerk):
    right(client)
    client.post("/sign-out/")
    (name,) = [n for n in client.cookies if n.startswith("danvan_known")]
    client.cookies[name] = "forged:abc:def"

    assert [wrong(client) for _ in range(6)][-1] == 429
    assert right(Client()) == 429


def test_a_device_has_a_limit_of_its_own(client, clerk):
    right(client)
    client.post("/sign-out/")

    assert [wrong(client) for _ in range(6)] == [422] * 5 + [429]
    assert right(Client()) == 302


def test_sixty_officers_behind_one_address_all_come_in(make_user):
    names = [f"officer{n}" for n in range(60)]
    for name in names:
        make_user(name)

    assert {right(Client(), name, **OFFICE) for name in names} == {302}


def test_invented_addresses_do_not_widen_any_limit(client, clerk, settings):
    settings.TRUSTED_PROXIES = 1
    answers = [
        wrong(client, HTTP_X_FORWARDED_FOR=f"10.0.{n // 250}.{n % 250}, 203.0.113.9")
        for n in range(1000)
    ]

    assert answers == [422] * 5 + [429] * 995


@pytest.mark.parametrize(
    ("proxies", "heard", "address"),
    [
        (0, "1.2.3.4", "198.51.100.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "198.51.100.1"),
        (1, "", "unknown"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_the_address_is_the_one_our_own_proxy_saw(settings, proxies, heard, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=heard, **OFFICE)

    assert client_address(request) == address


@pytest.mark.django_db
def test_the_table_holds_no_name_and_no_address(client):
    wrong(client, "somebody", **STRANGER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM accounts_throttle t")
        (stored,) = cursor.fetchone()
    assert "somebody" not in stored
    assert "203.0" not in stored


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted():
    attempt, begin = Try({"a": "account-address", "b": "account"}), threading.Barrier(8)
    waits = []

    def press():
        begin.wait(timeout=30)
        waits.append(charge(attempt, now=NOW))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(waits) == [NONE] * 5 + [MINUTE] * 3
