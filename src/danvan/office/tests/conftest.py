"""People and units the tests of this room know."""

import datetime

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from danvan.accounts import services, sessions
from danvan.accounts.models import User
from danvan.core.actor import system
from danvan.orgs.models import Kind, Level, Unit

FIRST = datetime.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """The same algorithm with little work; what it costs is its own affair."""
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@pytest.fixture
def commune(db):
    return Unit.objects.create(
        code="T-1", name="Xã Thử", level=Level.COMMUNE, kind=Kind.PEOPLES_COMMITTEE
    )


@pytest.fixture
def signed_in(commune, settings):
    """Return a browser in which somebody with these roles has signed in."""
    settings.REQUIRE_SECOND_FACTOR = False

    def make(*roles, unit=None):
        name = "-".join(roles) or "nobody"
        user = User.objects.create(
            username=name[:60], label=f"Post {name}"[:120], password="!"
        )
        for role in roles:
            services.grant_role(
                user=user,
                unit=unit or commune,
                role=role,
                valid_from=FIRST,
                by=system(),
            )
        browser = Client()
        browser.force_login(user)
        session = browser.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return browser

    return make
