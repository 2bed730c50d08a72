"""The same units and records as the access matrix knows; and who asks, of what."""

import re
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from tests.access.conftest import (  # noqa: F401
    FIRST,
    _house,
    as_role,
    browser_of,
    house,
    public_process,
    records,
    units,
    world,
)
from tests.hostile.asking import FORM, stored

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role

# So that an address counts once, whatever record it is asked for.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|[^/]{60,}")


@pytest.fixture
def everybody(records, browser_of, units):  # noqa: F811
    """A browser of somebody who holds every role: no door stops a value."""
    browser = browser_of(Role.UNIT_LEADER)
    user = User.objects.get(username=Role.UNIT_LEADER)
    for role in set(Role) - {Role.UNIT_LEADER}:
        Membership.objects.create(
            user=user, unit=units["own"], role=role, valid_from=FIRST
        )
    return browser


@dataclass
class Tally:
    """What was sent, over all files of this folder, and what went wrong."""

    sent: int = 0
    addresses: set[str] = field(default_factory=set)
    errors: int = 0
    halves: int = 0

    def note(self, site, path, response, half):
        self.sent += 1
        self.addresses.add(site + _ID.sub("<id>", path)[:80])
        self.errors += response.status_code >= 500
        self.halves += bool(half)


@pytest.fixture(scope="session")
def tally(figure):
    """Count what is sent and tell it at the end."""
    counted = Tally()
    yield counted
    figure("hostile.inputs", counted.sent)
    figure("hostile.addresses", len(counted.addresses))
    figure("hostile.errors", counted.errors)
    figure("hostile.halves", counted.halves)


@pytest.fixture(scope="session", autouse=True)
def _enough(full, tally):
    """Fail the full drill where it sent fewer than it promises."""
    yield
    assert not full or tally.sent >= 10_000


@pytest.fixture
def visit(everybody, records, public_process, as_role, tally):  # noqa: F811
    """Return a way to ask an address, after which nothing stays."""

    # The same for all that are asked, for nothing stays.
    before, without, served = (), (), ""

    def ask(
        method, path, *, query="", body=b"", kind=FORM, first=None, header=None, sent=()
    ):
        send = {"data": body, "content_type": kind, "QUERY_STRING": query}
        send |= header or {}
        cookies = everybody.cookies.copy()
        with transaction.atomic():
            if first:
                first()
            if sent:
                response = everybody.post(path, sent)
            else:
                response = everybody.generic(method, path, **send)
            list(response.streaming_content) if response.streaming else None
            half = response.status_code >= 400 and stored(without) != before
            transaction.set_rollback(True)
        everybody.cookies = cookies
        tally.note(served, path, response, half)
        return response, ["half-stored"] if half else []

    def enter(site, may_keep=()):
        nonlocal before, without, served
        without, served = may_keep, site
        before = stored(without)
        as_role("danvan_office")
        if site == "portal":
            public_process()
        return ask

    return enter
