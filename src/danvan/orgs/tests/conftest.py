"""What the tests of this room share: the real units, and who acts."""

import pytest
from django.db import transaction

from danvan.core.actor import Actor, system
from danvan.orgs import services


@pytest.fixture
def operator():
    return Actor(id="user:1", label="operator", unit_code="VN")


@pytest.fixture(scope="module")
def _units(django_db_setup, django_db_blocker):
    # Loaded once a module, in a transaction around those of the tests.
    with django_db_blocker.unblock(), transaction.atomic():
        services.load_units(by=system())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def units(_units, db):
    """All units of core/data, loaded."""


@pytest.fixture
def calendar(db):
    """The seeded working days."""
    services.load_calendar(by=system())
