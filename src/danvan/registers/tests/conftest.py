"""A small province: a commune with its bodies, a stranger's, a police station."""

import datetime
import uuid
from dataclasses import dataclass

import pytest
from django.db import connection
from django.utils import timezone

from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.actor import system
from danvan.core.registers import load
from danvan.orgs.models import Kind, Level, Unit
from danvan.registers import services
from danvan.registers.models import Source

DAY = datetime.date(2026, 5, 14)
NOW = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)
TODAY = NOW.date()
MEETING = {
    "meetings": "2",
    "people": "1.250",
    "opinions": "30",
    "answered_on_spot": "20",
    "passed_on": "10",
    "place": "Nhà văn hóa khu vực 3",
}


@dataclass(frozen=True)
class Town:
    province: Unit
    home_affairs: Unit
    commune: Unit
    council: Unit
    stranger: Unit
    police: Unit
    far: Unit


@pytest.fixture
def town(db):
    def unit(code, name, level, kind, parent=None):
        return Unit.objects.create(
            code=code, name=name, level=level, kind=kind, parent=parent
        )

    high, low, place = Level.PROVINCE, Level.COMMUNE, Kind.TERRITORY
    province = unit("P1", "Thành phố Mẫu", high, place)
    commune = unit("C1", "Phường Mẫu", low, place, province)
    other = unit("P2", "Tỉnh Khác", high, place)
    return Town(
        province=province,
        home_affairs=unit("P1.SNV", "Sở Nội vụ", high, Kind.DEPARTMENT, province),
        commune=commune,
        council=unit("C1.HDND", "HĐND phường", low, Kind.PEOPLES_COUNCIL, commune),
        stranger=unit("C2", "Xã Bên", low, place, province),
        police=unit("P1.CA", "Công an thành phố", high, Kind.POLICE, province),
        far=unit("C9", "Xã Xa", low, place, other),
    )


def viewer(unit, *roles):
    """Somebody with roles in a unit."""
    seats = tuple(Seat(unit.pk, unit.code, role) for role in roles)
    return Viewer(user_id=str(uuid.uuid4()), label="Cán bộ tổng hợp", seats=seats)


@pytest.fixture
def compiler(town):
    """The report compiler of the commune."""
    return viewer(town.commune, Role.REPORT_COMPILER)


@pytest.fixture
def stranger(town):
    """The report compiler of the commune beside."""
    return viewer(town.stranger, Role.REPORT_COMPILER)


@pytest.fixture
def provincial(town):
    """The compiler of the province, who sits in its department of home affairs."""
    return viewer(town.home_affairs, Role.PROVINCIAL_COMPILER)


@pytest.fixture
def meetings():
    """The book of voters' meetings."""
    return load.known()["voters-meetings"]


@pytest.fixture
def as_office(db):
    """Act under the office's role of the database, as the running process does."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_office")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.fixture
def sign_in(client, town, settings):
    """Sign in somebody with roles in a unit, as sessions do, without a password."""
    settings.REQUIRE_SECOND_FACTOR = False

    def enter(*roles, unit=None):
        user = User.objects.create(username=str(uuid.uuid4()), label="Chuyên viên")
        for role in roles:
            Membership.objects.create(
                user=user,
                unit=unit or town.commune,
                role=role,
                valid_from=datetime.date(2020, 1, 1),
            )
        client.force_login(user, backend="danvan.accounts.backends.Backend")
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return user

    return enter


def line(kind, unit, day=DAY, *, written=None, **changes):
    """Write one line; names of the service go to it, all others are fields."""
    said = {
        "key": uuid.uuid4(),
        "source": Source.FORM,
        "by": system(unit.code),
        "now": NOW,
    }
    said |= {name: changes.pop(name) for name in list(changes) if name in said}
    if written is None:
        written = {**MEETING, **changes}
    return services.enter(kind=kind, unit=unit, day=day, written=written, **said)
