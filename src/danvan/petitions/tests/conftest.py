"""A small town: a commune, its People's Committee with a department, a stranger's."""

import datetime
import re
import uuid
from dataclasses import dataclass

import pytest
from django.db import connection
from django.utils import timezone

from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.text.fold import fold
from danvan.orgs.models import Kind, Level, Unit, WorkingDay
from danvan.petitions.public import Intake


@dataclass(frozen=True)
class Town:
    province: Unit
    commune: Unit
    committee: Unit
    department: Unit
    stranger: Unit


@pytest.fixture
def town(db):
    def unit(code, name, level, kind, parent=None):
        return Unit.objects.create(
            code=code,
            name=name,
            level=level,
            kind=kind,
            parent=parent,
            folded=fold(name),
        )

    year = timezone.localdate().year
    WorkingDay.objects.bulk_create(
        WorkingDay(
            date=datetime.date(y, 1, 1), working=False, reason="Tết", source="law"
        )
        for y in range(year - 2, year + 3)
    )
    place, committee = Kind.TERRITORY, Kind.PEOPLES_COMMITTEE
    province = unit("92", "Thành phố Mẫu", Level.PROVINCE, place)
    commune = unit("31117", "Phường Mẫu", Level.COMMUNE, place, province)
    other = unit("31118", "Xã Khác", Level.COMMUNE, place, province)
    home = unit("UB-31117", "UBND phường Mẫu", Level.COMMUNE, committee, commune)
    return Town(
        province,
        commune,
        home,
        unit("KT-31117", "Phòng Kinh tế", Level.COMMUNE, Kind.DEPARTMENT, home),
        unit("UB-31118", "UBND xã Khác", Level.COMMUNE, committee, other),
    )


def viewer(unit, *roles):
    seats = tuple(Seat(unit.pk, unit.code, role) for role in roles)
    return Viewer(user_id=str(uuid.uuid4()), label="Cán bộ xử lý đơn", seats=seats)


@pytest.fixture
def clerk(town):
    """A petition clerk of the committee."""
    return viewer(town.committee, Role.PETITION_CLERK)


@pytest.fixture
def leader(town):
    """The chairman of the committee."""
    return viewer(town.committee, Role.UNIT_LEADER)


@pytest.fixture
def verifier(town):
    """A verifier of the department below it."""
    return viewer(town.department, Role.VERIFIER)


@pytest.fixture
def stranger(town):
    """A leader of another commune."""
    return viewer(town.stranger, Role.UNIT_LEADER)


@pytest.fixture
def as_role(db):
    """Act under another role of the database, as the running processes do."""

    def become(role):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")

    yield become
    become("NONE")


def draft(**changes):
    """A citizen's feedback, with what a test changes in it."""
    fields = {
        "kind": "feedback",
        "what": "Đường Hoà Bình ngập mỗi khi mưa",
        "request": "Khơi thông cống",
        "unit_code": "31117",
        "place": "Khu phố 3",
        "anonymous": False,
        "name": "Người dân mẫu 001",
        "phone": "0900 000 001",
        "address": "Khu phố 3, phường Mẫu",
        "on_behalf_of": "",
        "decision": "",
        "decision_received": None,
        "attachments": (),
        "language": "vi",
    }
    return Intake(**(fields | changes))


@pytest.fixture
def sign_in(client, town, settings):
    """Sign in somebody with roles in a unit, as sessions do, without a password."""
    settings.REQUIRE_SECOND_FACTOR = False

    def enter(*roles, unit=None):
        user = User.objects.create(username=str(uuid.uuid4()), label="Chuyên viên")
        for role in roles:
            Membership.objects.create(
                user=user,
                unit=unit or town.committee,
                role=role,
                valid_from=datetime.date(2020, 1, 1),
            )
        client.force_login(user, backend="danvan.accounts.backends.Backend")
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return client

    return enter


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())
