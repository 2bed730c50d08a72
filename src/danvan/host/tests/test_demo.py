"""The logins of the demonstration."""

import datetime

import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.host import demo, secrets
from danvan.orgs.services import load_units

TODAY = datetime.date(2026, 11, 2)


@pytest.fixture
def filled(db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "ROOMS", ())
    load_units(by=system())
    demo.fill(today=TODAY)


def test_every_role_has_one_login(filled: None):
    held = Membership.objects.on(TODAY).values_list("role", "user__username")

    assert sorted(held) == sorted((r.value, demo.username(r)) for r in Role)
    assert len(demo.logins()) == len(Role)


def test_a_login_is_named_by_its_post_and_place(filled: None):
    assert dict(demo.logins())["petition-clerk"] == (
        "Chuyên viên xử lý đơn, Phường Ninh Kiều"
    )


def test_the_printed_password_opens_a_login(filled: None, rf):
    password = secrets.read(settings.DATA_DIR, secrets.DEMONSTRATION)

    user = authenticate(rf.get("/"), username="unit-leader", password=password)

    assert user is not None


def test_a_database_with_logins_is_not_empty(filled: None):
    assert not demo.is_empty()


@pytest.mark.django_db
def test_a_fresh_database_is_empty():
    assert demo.is_empty()
