"""People the tests of this room know."""

import datetime
from functools import cache

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from danvan.accounts import services
from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.orgs.models import Kind, Level, Unit

PASSWORD = "chín con mèo ngủ trưa"
FIRST = datetime.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """The same algorithm with little work; what it costs is its own affair."""
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@cache
def hashed():
    """Return the hash of the one password; making it is meant to be slow."""
    return make_password(PASSWORD)


@pytest.fixture
def commune(db):
    return Unit.objects.create(
        code="T-1", name="Xã Thử", level=Level.COMMUNE, kind=Kind.PEOPLES_COMMITTEE
    )


@pytest.fixture
def make_user(commune):
    """Make a user who holds these roles in the commune, without end."""

    def make(username, *roles, unit=None):
        user = User(username=username, label=f"Post {username}", password=hashed())
        user.save()
        for role in roles:
            services.grant_role(
                user=user,
                unit=unit or commune,
                role=role,
                valid_from=FIRST,
                by=system(),
            )
        return user

    return make


@pytest.fixture
def clerk(make_user):
    return make_user("clerk", Role.PETITION_CLERK)


@pytest.fixture
def enter(client):
    """Sign in through the page, as people do."""

    def sign_in(username, password=PASSWORD, **extra):
        data = {"username": username, "password": password}
        return client.post("/sign-in/", data, **extra)

    return sign_in
