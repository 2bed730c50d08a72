"""A commune with a vault, its province, a neighbour; officers known by their part."""

import datetime
import uuid
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.utils import timezone

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.actor import Actor
from danvan.orgs.models import Kind, Level, Unit
from danvan.vault import officers, passphrases, services, shares, unit_keys
from danvan.vault.models import SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents, File
from danvan.vault.services import NewCase

PASSPHRASE = "chín con mèo ngủ trưa"
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
NAME = "Người tố cáo mẫu 001"
TOLD = "Chuyện mẫu về khoản chi không có thật"
SCAN = b"\x89PNG handwriting sample " * 5000
REASON = "Xác minh theo quyết định thụ lý"


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch):
    """The same algorithm with little work; what it costs has a test of its own."""
    monkeypatch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@dataclass
class Vault:
    """What the tests work with; every officer's key is open."""

    province: Unit
    commune: Unit
    neighbour: Unit
    shares: tuple[str, ...]
    users: dict
    keys: dict

    def viewer(self, name):
        seats = Membership.objects.filter(user=self.users[name])
        return Viewer(
            str(self.users[name].pk),
            self.users[name].label,
            tuple(Seat(s.unit_id, s.unit.code, Role(s.role)) for s in seats),
        )

    def by(self, name="leader"):
        user = self.users[name]
        return Actor(f"user:{user.pk}", user.label, self.commune.code)

    def seal(self, unit=None, identity=None, **fields):
        unit, said = unit or self.commune, {"name": NAME} | (identity or {})
        number = services.seal(
            case=new_case(unit),
            identity=Contents(said, (File("don.png", "image/png", SCAN),)),
            story=Contents({"what": TOLD, **fields}),
            by=self.by(),
        )
        with scoped(user_id="", units=[unit.pk]):
            return SealedCase.objects.get(number=number)

    def assign(self, case, name, leader="leader"):
        services.assign(
            case_id=case.pk,
            user=self.users[name],
            viewer=self.viewer(leader),
            now=NOW,
        )

    def ask(self, case, name, compartment="story", **changes):
        given = {
            "viewer": self.viewer(name),
            "unlocked": self.keys.get(name),
            "ground": "verify",
            "reason": REASON,
        }
        return Ask(case.pk, compartment, **(given | changes))


def new_case(unit):
    today = timezone.localdate()
    return NewCase(unit.code, today, today, uuid.uuid4())


def make_unit(code, level, parent=None):
    kind = Kind.TERRITORY
    return Unit.objects.create(
        code=code, name=f"Đơn vị {code}", level=level, kind=kind, parent=parent
    )


def make_vault():
    province = make_unit("P-1", Level.PROVINCE)
    commune = make_unit("C-1", Level.COMMUNE, province)
    neighbour = make_unit("C-2", Level.COMMUNE, province)
    ceremony = shares.hold_ceremony()
    vault = Vault(province, commune, neighbour, ceremony.shares, {}, {})
    for name, unit, role in [
        ("leader", commune, Role.UNIT_LEADER),
        ("one", commune, Role.KEY_HOLDER),
        ("two", commune, Role.KEY_HOLDER),
        ("three", commune, Role.KEY_HOLDER),
        ("verifier", commune, Role.VERIFIER),
        ("curious", commune, Role.PETITION_CLERK),
        ("other leader", neighbour, Role.UNIT_LEADER),
        ("other one", neighbour, Role.KEY_HOLDER),
        ("other two", neighbour, Role.KEY_HOLDER),
    ]:
        user = User.objects.create(username=name, label=f"Post {name}")
        Membership.objects.create(
            user=user, unit=unit, role=role, valid_from=datetime.date(2026, 1, 1)
        )
        vault.users[name] = user
        if role in {Role.KEY_HOLDER, Role.VERIFIER}:
            officers.enrol_officer(
                user=user, passphrase=PASSPHRASE, by=vault.by(), now=NOW
            )
            vault.keys[name] = officers.open_key(user=user, passphrase=PASSPHRASE)
    unit_keys.found_recovery(
        province=province,
        public=ceremony.public,
        offices=["Thanh tra tỉnh", "Công an tỉnh", "Văn phòng UBND tỉnh"],
        by=vault.by(),
        now=NOW,
    )
    for unit, names in [
        (commune, ["one", "two"]),
        (neighbour, ["other one", "other two"]),
    ]:
        unit_keys.found_unit_key(
            unit=unit, holders=[vault.users[n] for n in names], by=vault.by(), now=NOW
        )
    return vault


@pytest.fixture
def vault(db):
    return make_vault()


@pytest.fixture
def case(vault):
    """A case of the commune, assigned to its first key holder."""
    made = vault.seal()
    vault.assign(made, "one")
    return made


@pytest.fixture
def as_role(db):
    """Act under another role of the database, as the running processes do."""

    def become(role):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")

    yield become
    become("NONE")


def settle():
    """Check now what the database checks at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
