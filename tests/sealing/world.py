"""Units that hold keys, and one sealed case through the whole of its life."""

import contextlib
import dataclasses
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.actor import PUBLIC, Actor, system
from danvan.orgs.models import Unit
from danvan.vault import officers, services, shares, unit_keys
from danvan.vault.errors import Refused
from danvan.vault.models import SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped
from danvan.vault.sealing import STORY, Contents, File
from danvan.vault.services import NewCase

PASSPHRASE = "chín con mèo ngủ trưa"
OFFICES = ["Thanh tra tỉnh", "Công an tỉnh", "Văn phòng UBND tỉnh"]


@dataclass(frozen=True)
class Holder:
    """A key holder whose key is open."""

    user: User
    viewer: Viewer
    unlocked: Any


def found_recovery(province: Unit) -> None:
    """Give a province its recovery key."""
    unit_keys.found_recovery(
        province=province,
        public=shares.hold_ceremony().public,
        offices=OFFICES,
        by=system(province.code),
        now=timezone.now(),
    )


def found_vault(unit: Unit) -> list[Holder]:
    """Give a unit two holders and a key; returns the holders and then its leader."""
    holders = [_officer(unit, f"holder-{n}", Role.KEY_HOLDER) for n in range(2)]
    leader = _officer(unit, "assigns", Role.UNIT_LEADER)
    unit_keys.found_unit_key(
        unit=unit,
        holders=[holder.user for holder in holders],
        by=system(unit.code),
        now=timezone.now(),
    )
    return [*holders, leader]


def _officer(unit: Unit, name: str, role: Role) -> Holder:
    since = timezone.localdate().replace(month=1, day=1)
    user = User.objects.create(username=f"{unit.code}-{name}", label="Công chức")
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=since)
    seats = (Seat(unit.pk, unit.code, role),)
    viewer = Viewer(str(user.pk), user.label, seats)
    unlocked = None
    if role == Role.KEY_HOLDER:
        by = viewer.actor(unit.pk)
        now = timezone.now()
        officers.enrol_officer(user=user, passphrase=PASSPHRASE, by=by, now=now)
        unlocked = officers.open_key(user=user, passphrase=PASSPHRASE)
    return Holder(user, viewer, unlocked)


def seal(
    receiver: Unit,
    accused: str,
    by: Actor = PUBLIC,
    mark: str = "",
    key: uuid.UUID | None = None,
) -> uuid.UUID:
    """Seal a case for a unit; returns its id."""
    today = timezone.localdate()
    file = File(f"{mark}don.txt", "text/plain", b"handwriting " * 1000)
    number = services.seal(
        case=NewCase(receiver.code, today, today, key or uuid.uuid4()),
        identity=Contents({"name": f"{mark}Người mẫu", "phone": "0900"}, (file,)),
        story=Contents({"what": f"{mark}Chuyện mẫu", "accused_units": accused}),
        by=by,
    )
    with scoped(user_id="", units=[receiver.pk]):
        return SealedCase.objects.get(number=number).pk


def live(case: uuid.UUID, holders: list[Holder], to: Unit, accused: Unit) -> None:
    """Assign, open, try to pass on to the accused, pass on elsewhere, close."""
    one, _two, leader = holders
    now = timezone.now()
    services.assign(case_id=case, user=one.user, viewer=leader.viewer, now=now)
    ask = Ask(case, STORY, one.viewer, one.unlocked, "verify", "Theo quyết định thụ lý")
    services.unseal(ask=ask, now=now)
    with contextlib.suppress(Refused):
        services.pass_on(ask=ask, to=accused, extract=Contents({"what": "x"}), now=now)
        pytest.fail("the story was passed on to whom it accuses")
    services.pass_on(ask=ask, to=to, extract=Contents({"what": "trích"}), now=now)
    locked = dataclasses.replace(ask, unlocked=None)
    with contextlib.suppress(Refused):
        services.unseal(ask=locked, now=now)
    services.close(case_id=case, viewer=one.viewer)
