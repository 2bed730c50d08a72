"""The small town of the petitions, with sessions and people who come."""

import datetime
import uuid

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.casework.duty import Post
from danvan.core.casework.workflow import Kind as Content
from danvan.petitions.tests.conftest import (  # noqa: F401  (fixtures of the town)
    as_role,
    sign_in,
    stranger,
    town,
    viewer,
)
from danvan.receptions import planning, services
from danvan.receptions.models import Kind
from danvan.receptions.planning import Plan
from danvan.receptions.services import Told
from danvan.receptions.visits import Outcome


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def at(day, hour=9):
    """A moment of a day, in local time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture
def officer(town):  # noqa: F811
    """The reception officer of the committee."""
    return viewer(town.committee, Role.RECEPTION_OFFICER)


def session(town, on=None, **changes):  # noqa: F811
    """One session of the committee, today unless a day is given."""
    fields = {
        "on": on or today(),
        "starts": datetime.time(8),
        "ends": datetime.time(11),
        "place": "Phòng tiếp công dân",
        "kind": Kind.REGULAR,
    }
    if changes.pop("leader", False):
        fields |= {"post": Post.COMMUNE_CHAIR, "kind": Kind.PERIODIC}
        fields["starts"], fields["ends"] = datetime.time(13), datetime.time(16)
    unit = changes.pop("unit", town.committee)
    planned = planning.plan(
        plans=[Plan(**(fields | changes))],
        unit=unit,
        by=system(unit.code),
        today=today(),
    )
    return planned[0]


def told(**changes):
    """What somebody said at the counter, with what a test changes in it."""
    fields = {
        "content": Content.COMPLAINT,
        "summary": "Thu hồi đất làm đường Hoà Bình chưa đúng diện tích",
        "outcome": Outcome.ANSWERED,
        "name": "Người dân mẫu 001",
        "phone": "0900 000 001",
        "address": "Khu phố 3, phường Mẫu",
        "request": "Đo lại đất",
    }
    return Told(**(fields | changes))


def visit(of, when=None, **changes):
    """Write a visit into a session."""
    extra = {k: changes.pop(k) for k in ("matter", "petition", "key") if k in changes}
    return services.register(
        told=told(**changes),
        session=of,
        by=system(of.unit.code),
        now=when or now(),
        **({"key": uuid.uuid4()} | extra),
    )
