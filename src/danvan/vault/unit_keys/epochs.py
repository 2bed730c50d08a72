"""What every beginning of an epoch does: a key pair, wrapped to its holders."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Level, Unit
from danvan.vault import context, providers
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.models import Holding, KeyState, OfficerKey, RecoveryKey, UnitKey

FEWEST = 2


def province_of(unit: Unit) -> Unit:
    """Return the province a unit stands in, be it itself; a central unit is its own."""
    found = unit
    while unit.parent is not None:
        unit = unit.parent
        if unit.level == Level.PROVINCE:
            found = unit
    return found


def new_epoch(
    unit: Unit,
    holders: Sequence[User],
    by: Actor,
    now: datetime.datetime,
    action: str,
) -> UnitKey:
    """Make the next epoch's key pair and give it to its holders, two or more."""
    officers = enrolled(unit, holders, now)
    if len(officers) < FEWEST:
        raise KeyCeremonyRefused("holders")
    recovery = RecoveryKey.objects.filter(
        province=province_of(unit), retired_at=None
    ).first()
    if recovery is None:
        raise KeyCeremonyRefused("recovery")
    epoch = UnitKey.objects.filter(unit=unit).count() + 1
    pair = providers.current().new_pair()
    place = context.recovery(unit.code, epoch, recovery.pk)
    key = UnitKey.objects.create(
        unit=unit,
        epoch=epoch,
        public=pair.public,
        state=KeyState.ACTIVE,
        active_from=now,
        recovery=recovery,
        recovery_wrap=providers.wrap(pair.private, bytes(recovery.public), place),
    )
    for officer in officers:
        give(key, unit, officer, pair.private)
    write_line(by, unit, action, epoch=(None, str(epoch)))
    return key


def enrolled(
    unit: Unit, users: Sequence[User], now: datetime.datetime
) -> list[OfficerKey]:
    """Return the keys of users who may hold the unit's key, else `KeyCeremonyRefused`."""
    ids = {user.pk for user in users}
    today = timezone.localdate(now)
    seats = Membership.objects.on(today).filter(
        unit=unit, role=Role.KEY_HOLDER, user__in=ids, user__is_active=True
    )
    if set(seats.values_list("user", flat=True)) != ids:
        raise KeyCeremonyRefused("role")
    keys = list(OfficerKey.objects.filter(user__in=ids, retired_at=None))
    if len(keys) != len(ids):
        raise KeyCeremonyRefused("not_enrolled")
    return keys


def give(key: UnitKey, unit: Unit, officer: OfficerKey, private: bytes) -> None:
    """Wrap a unit's private key for one holder."""
    place = context.holding(unit.code, key.epoch, officer.pk)
    Holding.objects.create(
        key=key,
        unit=unit,
        user_id=officer.user_id,
        officer_key=officer,
        wrapped=providers.wrap(private, bytes(officer.public), place),
    )


def lock_keys(unit: Unit) -> list[UnitKey]:
    """Lock all epochs of a unit, the oldest first."""
    keys = UnitKey.objects.filter(unit=unit).order_by("epoch")
    return list(keys.select_for_update(of=("self",)).select_related("unit", "recovery"))


def actor_id(by: Actor) -> str:
    """Return the user's id of an actor; empty for the system."""
    kind, _, user_id = by.id.partition(":")
    return user_id if kind == "user" else ""


def write_line(by: Actor, unit: Unit, action: str, **changes: journal.Change) -> None:
    """Write a line about a unit's key; it tells of no case."""
    journal.write(
        by=by, action=action, record=f"vault.unit-key:{unit.code}", changes=changes
    )
