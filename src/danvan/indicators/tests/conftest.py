"""A province with two communes; a compiler in each, a leader, a stranger to forms."""

import datetime
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from danvan.accounts import selectors, sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Viewer
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.workflow import Kind as Letters
from danvan.indicators import catalogue, cells, services
from danvan.orgs.models import Kind, Level, Unit
from danvan.petitions import services as petitions
from danvan.petitions.models import Channel

# A program for the environment of Spark, which this one has not.
collect_ignore = ["spark_check.py"]

QUARTER = periods.by_key("2025-q3")
NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
CALENDAR = WorkingCalendar(frozenset(), frozenset(), range(2023, 2030))
LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@dataclass
class Place:
    province: Unit
    commune: Unit
    other: Unit
    division: Unit
    police: Unit
    department: Unit


@pytest.fixture
def place(db):
    def unit(code, level, kind, parent=None):
        return Unit.objects.create(
            code=code, name=f"Đơn vị {code}", level=level, kind=kind, parent=parent
        )

    province = unit("T1", Level.PROVINCE, Kind.TERRITORY)
    commune = unit("T1.1", Level.COMMUNE, Kind.TERRITORY, province)
    return Place(
        province,
        commune,
        unit("T1.2", Level.COMMUNE, Kind.TERRITORY, province),
        unit("T1.1.KT", Level.COMMUNE, Kind.DEPARTMENT, commune),
        unit("T1.1.CA", Level.COMMUNE, Kind.POLICE, commune),
        unit("T1.SNV", Level.PROVINCE, Kind.DEPARTMENT, province),
    )


@dataclass
class Person:
    user: User
    unit: Unit

    @property
    def viewer(self) -> Viewer:
        return selectors.viewer_for(self.user, today=timezone.localdate())

    @property
    def by(self):
        return self.viewer.actor(self.unit.pk)

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.user, backend="danvan.accounts.backends.Backend")
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return client


@pytest.fixture
def person(place):
    def make(unit, *roles):
        user = User.objects.create(username=uuid.uuid4().hex, label=f"Post {roles[0]}")
        for role in roles:
            Membership.objects.create(
                user=user, unit=unit, role=role, valid_from=LONG_AGO
            )
        return Person(user, unit)

    return make


@pytest.fixture
def compiler(place, person):
    return person(place.commune, Role.REPORT_COMPILER)


@pytest.fixture
def neighbour(place, person):
    return person(place.other, Role.REPORT_COMPILER)


@pytest.fixture
def provincial(place, person):
    return person(place.department, Role.PROVINCIAL_COMPILER)


def form(slug="01-xld-2024"):
    return catalogue.by_slug(slug)


def letter(unit, day=datetime.date(2025, 7, 1), kind=Letters.FEEDBACK):
    return petitions.register(
        letter=petitions.Letter(kind=kind, channel=Channel.POST, what="Đường hỏng"),
        unit=unit,
        by=_BY,
        now=datetime.datetime.combine(day, datetime.time(3), tzinfo=datetime.UTC),
        key=uuid.uuid4(),
        calendar=CALENDAR,
    )


_BY = Actor(id="user:1", label="Chuyên viên", unit_code="T1.1")


def counted(who, slug="01-xld-2024", period=QUARTER):
    return services.count(
        unit=who.unit, form=form(slug), period=period, by=who.by, now=NOW
    )


def filled_out(who, slug="01-xld-2024", period=QUARTER):
    """Count, and report nothing where nothing counts."""
    filled = counted(who, slug, period)
    services.mark_nothing(
        filled=filled,
        form=form(slug),
        columns=cells.enterable(form(slug), "own"),
        by=who.by,
        now=NOW,
    )
    return filled


def signed(who, slug="01-xld-2024"):
    filled = filled_out(who, slug)
    return services.sign(filled=filled, form=form(slug), by=who.by, now=NOW)
