"""Sealed cases by the hundred, over several epochs, made through the services."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from danvan.orgs.models import Unit
from danvan.vault import context, padding, providers, services, unit_keys
from danvan.vault.errors import DoesNotOpen
from danvan.vault.models import Holding, KeyState, SealedBlob, SealedCase, UnitKey, Wrap
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents, File, Place
from danvan.vault.tests.conftest import NOW, Vault, new_case

EPOCHS = 4


def make_cheap(patch: Any) -> None:
    """Let passphrases cost little for a test; ``patch`` puts it back."""
    from danvan.vault import passphrases

    patch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        patch.setattr(Argon2PasswordHasher, name, value)


@contextmanager
def everywhere(user_id: str = "") -> Iterator[None]:
    """See the rows of every unit, as no process ever does."""
    units = list(Unit.objects.values_list("pk", flat=True))
    with scoped(user_id=user_id, units=units):
        yield


def seal(vault: Vault, number: int, unit: Unit | None = None) -> None:
    """Seal one case with a file in each compartment."""
    scan = File("don.png", "image/png", f"handwriting {number} ".encode() * 40)
    paper = File("giay.pdf", "application/pdf", f"paper {number} ".encode() * 40)
    services.seal(
        case=new_case(unit or vault.commune),
        identity=Contents({"name": f"Người mẫu {number}"}, (scan,)),
        story=Contents({"what": f"Chuyện mẫu {number}"}, (paper,)),
        by=vault.by(),
    )


def fill(vault: Vault, count: int) -> list[uuid.UUID]:
    """Seal ``count`` cases of the commune under four epochs; returns their ids.

    The first epoch is handed over and destroyed; of the others each still has cases
    of its own, as where a handing over was broken off.
    """
    holders = [vault.users["one"], vault.users["two"]]
    for epoch in range(EPOCHS):
        if epoch == 1:
            rotate(vault, holders)
        elif epoch:
            unit_keys.begin_rotation(
                unit=vault.commune, holders=holders, by=vault.by(), now=NOW
            )
        for number in range(epoch * count // EPOCHS, (epoch + 1) * count // EPOCHS):
            seal(vault, number)
    with everywhere():
        mine = SealedCase.objects.filter(receiver=vault.commune)
        return list(mine.order_by("pk").values_list("pk", flat=True))


def rotate(vault: Vault, holders: list[Any], by: str = "one") -> None:
    """Begin a new epoch and hand every case over to it."""
    unit_keys.rotate(
        unit=vault.commune,
        holders=holders,
        unlocked=vault.keys[by],
        by=vault.by(by),
        now=NOW,
    )


def live_keys(unit: Unit) -> list[UnitKey]:
    """List the unit's epochs that are not destroyed, inside a scope."""
    keys = UnitKey.objects.filter(unit=unit).exclude(state=KeyState.DESTROYED)
    return list(keys.select_related("unit", "recovery").order_by("epoch"))


@dataclass(frozen=True)
class Thing:
    """A ciphertext as it stands in the database, and what opens it in its place."""

    kind: str  # wrap, text, file or holding
    data: bytes
    key: bytes
    place: Place | None
    part: str = ""
    bound: bytes = b""  # where ``place`` says nothing

    def context(self) -> bytes:
        """Return what it is bound to."""
        return self.place.context(self.part) if self.place else self.bound


def opens(kind: str, data: bytes, key: bytes, bound: bytes) -> bool:
    """Say whether a ciphertext opens with this key at this place, to the last byte."""
    try:
        if kind in {"wrap", "holding"}:
            providers.unwrap(data, key, bound)
        elif kind == "text":
            padding.unpad(providers.of(data).open(data, key, bound))
        else:
            padding.unpad(b"".join(providers.of(data).open_stream([data], key, bound)))
    except DoesNotOpen:
        return False
    return True


def things(unit: Unit, holder: Any, officer_private: bytes) -> list[Thing]:
    """Read every ciphertext of a unit that a holder can open, with its key."""
    found, opener = [], unit_keys.by_holding(holder)
    with everywhere(holder.user_id):
        privates = {key.pk: opener(key) for key in live_keys(unit)}
        for held in Holding.objects.filter(
            unit=unit, user=holder.user_id
        ).select_related("key"):
            bound = context.holding(unit.code, held.key.epoch, held.officer_key_id)
            found.append(
                Thing(
                    "holding", bytes(held.wrapped), officer_private, None, bound=bound
                )
            )
        for wrap in Wrap.objects.filter(unit=unit).select_related("key"):
            place = Place(wrap.case_id, unit.code, wrap.key.epoch, wrap.compartment)
            private = privates[wrap.key_id]
            found.append(Thing("wrap", bytes(wrap.wrapped), private, place))
            key = providers.unwrap(bytes(wrap.wrapped), private, place.context())
            rows = SealedBlob.objects.filter(
                case=wrap.case_id, compartment=wrap.compartment
            )
            for blob in rows:
                at = Place(blob.case_id, blob.unit_code, blob.epoch, blob.compartment)
                found.append(
                    Thing(
                        blob.kind, bytes(blob.data), key, at, f"{blob.kind}:{blob.pk}"
                    )
                )
    return found


def portal_url(cluster: Any) -> str:
    """Name the tests' database as the public's process reaches it, with its password."""
    return str(cluster.url("danvan_portal", connection.settings_dict["NAME"]))
