"""The command that lets the first operator in."""

import io

import pytest
from django.core.management import CommandError, call_command

from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.accounts.tests.conftest import PASSWORD
from danvan.journal.models import Entry


@pytest.fixture
def add(commune, monkeypatch):
    def run(username="first", password=PASSWORD, role="operator", unit="T-1"):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        words = ["--label", "Quản trị", "--role", role, "--unit", unit]
        call_command("add_user", username, *words, stdout=io.StringIO())

    return run


def test_the_first_operator_can_sign_in(add, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    add()

    data = {"username": "first", "password": PASSWORD}
    assert client.post("/sign-in/", data).status_code == 302
    assert client.get("/people/").status_code == 200
    assert User.objects.get().memberships.get().role == Role.OPERATOR
    actions = Entry.objects.filter(chain="system").order_by("seq")
    assert [e.action for e in actions] == [
        "accounts.create-user",
        "accounts.grant-role",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "none"},
        {"role": "king"},
        {"password": "matkhau123456"},
        {"password": ""},
        {"username": "x" * 61},
    ],
)
def test_what_is_wrong_adds_nobody(add, wrong):
    with pytest.raises(CommandError):
        add(**wrong)

    assert not User.objects.exists()


def test_a_name_is_given_once(add):
    add()

    with pytest.raises(CommandError):
        add(username="FIRST")

    assert User.objects.count() == 1
