"""Keys of units: founded, given to holders, renewed, handed over, recovered.

A new epoch needs public keys only, so a holder is removed at once and by
anybody who may; handing the open cases over to it needs one who can open them.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Level, Unit
from danvan.vault import context, providers, shares
from danvan.vault.errors import DoesNotOpen, KeyCeremonyRefused, NotFounded
from danvan.vault.models import (
    Holding,
    KeyState,
    OfficerKey,
    RecoveryKey,
    RecoveryShare,
    UnitKey,
    Wrap,
)
from danvan.vault.officers import Unlocked
from danvan.vault.scope import scoped

FEWEST = 2
BATCH = 500

Opener = Callable[[UnitKey], bytes]  # gives a unit's private key, or DoesNotOpen


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the handing over to the new epoch is, in wrapped keys."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        """Say whether nothing is left under an older epoch."""
        return self.done == self.total


@transaction.atomic
def found_recovery(
    *,
    province: Unit,
    public: bytes,
    offices: Sequence[str],
    by: Actor,
    now: datetime.datetime,
) -> RecoveryKey:
    """Keep the public key of a ceremony and which three offices have the shares.

    An older recovery key is retired: keys of units come under the new one with
    their next epoch. Raises `KeyCeremonyRefused` unless there are three offices.
    """
    if len({office.strip() for office in offices}) != shares.SHARES:
        raise KeyCeremonyRefused("holders")
    RecoveryKey.objects.filter(province=province, retired_at=None).update(
        retired_at=now
    )
    key = RecoveryKey.objects.create(province=province, public=public, made_at=now)
    RecoveryShare.objects.bulk_create(
        RecoveryShare(recovery=key, number=number, office=office.strip())
        for number, office in enumerate(offices, start=1)
    )
    journal.write(
        by=by,
        action="vault.found-recovery",
        record=f"vault.recovery-key:{key.pk}",
        changes={"province": (None, province.code)},
    )
    return key


def found_unit_key(
    *, unit: Unit, holders: Sequence[User], by: Actor, now: datetime.datetime
) -> UnitKey:
    """Make a unit's first key and give it to its holders, two or more.

    Each must be a key holder of the unit today and enrolled, and the province
    must have a recovery key; else `KeyCeremonyRefused`.
    """
    with scoped(user_id=_user(by), units=[unit.pk]):
        Unit.objects.select_for_update().get(pk=unit.pk)
        if UnitKey.objects.filter(unit=unit).exists():
            raise KeyCeremonyRefused("founded")
        return _new_epoch(unit, holders, by, now, "vault.found")


def begin_rotation(
    *, unit: Unit, holders: Sequence[User], by: Actor, now: datetime.datetime
) -> UnitKey:
    """Begin a new epoch under these holders; all others lose every key at once.

    From now on nothing is sealed to the old key. Cases under it stay open to
    those who hold both until `rewrap` has handed the last one over. Raises
    `KeyCeremonyRefused` (``nobody``) where none of the holders could do that.
    """
    with scoped(user_id=_user(by), units=[unit.pk]):
        old = _lock_keys(unit)
        Holding.objects.filter(unit=unit).exclude(user__in=holders).delete()
        left = Wrap.objects.filter(unit=unit).values("key")
        for key in old:
            if key.pk in {row["key"] for row in left} and not _live(key).exists():
                raise KeyCeremonyRefused("nobody")
        return _renew(unit, holders, by, now)


def remove_holder(
    *,
    unit: Unit,
    user: User,
    by: Actor,
    now: datetime.datetime,
    replacements: Sequence[User] = (),
) -> UnitKey:
    """Take the unit's key from a holder at once and begin a new epoch without him."""
    with scoped(user_id=_user(by), units=[unit.pk]):
        active = UnitKey.objects.filter(unit=unit, state=KeyState.ACTIVE)
        held = Holding.objects.filter(key__in=active).select_related("user")
        users = {h.user_id: h.user for h in held}
    if users.pop(user.pk, None) is None:
        raise KeyCeremonyRefused("holds")
    users |= {r.pk: r for r in replacements}
    return begin_rotation(unit=unit, holders=list(users.values()), by=by, now=now)


def add_holder(
    *, unit: Unit, user: User, unlocked: Unlocked, by: Actor, now: datetime.datetime
) -> None:
    """Give the unit's keys to one more officer; done by one who holds them."""
    with scoped(user_id=unlocked.user_id, units=[unit.pk]):
        keys = [k for k in _lock_keys(unit) if k.state != KeyState.DESTROYED]
        if not keys or _live(keys[-1]).filter(user=user).exists():
            raise KeyCeremonyRefused("holds")
        (officer,) = _enrolled(unit, [user], now)
        opener = by_holding(unlocked)
        for key in keys:
            private = _opened(opener, key)
            # One whose own key was renewed has a holding that opens nothing.
            Holding.objects.filter(key=key, user=user).delete()
            _give(key, unit, officer, private)
        _write(by, unit, "vault.add-holder", holder=(None, str(user.pk)))


def rotate(
    *,
    unit: Unit,
    holders: Sequence[User],
    unlocked: Unlocked,
    by: Actor,
    now: datetime.datetime,
    told: Callable[[Progress], None] = lambda progress: None,
) -> UnitKey:
    """Begin a new epoch and hand every case over; ``told`` hears how far it is."""
    key = begin_rotation(unit=unit, holders=holders, by=by, now=now)
    _finish(unit, by_holding(unlocked), by, now, told)
    return key


def recover(
    *,
    unit: Unit,
    words: Sequence[str],
    holders: Sequence[User],
    by: Actor,
    now: datetime.datetime,
    told: Callable[[Progress], None] = lambda progress: None,
) -> UnitKey:
    """Open a unit's keys with two recovery shares and begin anew under ``holders``.

    Whoever held them before and is not named loses them. Raises
    `KeyCeremonyRefused` (``recovery``) for shares that do not open the keys.
    """
    opener = by_shares(words)
    with scoped(user_id=_user(by), units=[unit.pk]):
        old = _lock_keys(unit)
        if not old:
            raise KeyCeremonyRefused("recovery")
        for key in old:
            if key.state != KeyState.DESTROYED:
                _opened(opener, key, "recovery")
        Holding.objects.filter(unit=unit).exclude(user__in=holders).delete()
        new = _renew(unit, holders, by, now, "vault.recover")
    _finish(unit, opener, by, now, told)
    return new


def rewrap(
    *, unit: Unit, opener: Opener, by: Actor, now: datetime.datetime, limit: int = BATCH
) -> Progress:
    """Hand ``limit`` wrapped keys over to the active epoch; then destroy the old key.

    One transaction each, so it can be stopped and gone on with. Raises
    `KeyCeremonyRefused` (``nobody``) when ``opener`` has not the old key.
    """
    with scoped(user_id=_user(by), units=[unit.pk]):
        if not (keys := _lock_keys(unit)):
            raise NotFounded
        active = keys[-1]
        privates: dict[int, bytes] = {}
        wraps = list(_left(unit).select_related("key").order_by("key_id", "pk")[:limit])
        for wrap in wraps:
            if wrap.key_id not in privates:
                privates[wrap.key_id] = _opened(opener, wrap.key)
            _hand_over(wrap, privates[wrap.key_id], unit, active)
        Wrap.objects.bulk_update(wraps, ["key", "wrapped"])
        progress = progress_of(unit)
        if progress.finished:
            _destroy(unit, now)
        changes = {
            "epoch": (None, str(active.epoch)),
            "done": (None, f"{progress.done}/{progress.total}"),
        }
        _write(by, unit, "vault.rewrap", **changes)
    return progress


def progress_of(unit: Unit) -> Progress:
    """Count what stands under the active epoch and what there is; two queries.

    Within the unit's `scope` alone: outside it there seems to be nothing.
    """
    total = Wrap.objects.filter(unit=unit).count()
    return Progress(total - _left(unit).count(), total)


def by_holding(unlocked: Unlocked) -> Opener:
    """Open a unit's key as one of its holders."""

    def opener(key: UnitKey) -> bytes:
        held = Holding.objects.filter(
            key=key,
            user=uuid.UUID(unlocked.user_id),
            officer_key=unlocked.key_id,
        ).first()
        if held is None:
            raise DoesNotOpen
        place = context.holding(key.unit.code, key.epoch, unlocked.key_id)
        return providers.unwrap(bytes(held.wrapped), unlocked.private, place)

    return opener


def by_shares(words: Sequence[str]) -> Opener:
    """Open a unit's key with two shares of its recovery key."""

    def opener(key: UnitKey) -> bytes:
        pair = shares.put_together(words, bytes(key.recovery.public))
        place = context.recovery(key.unit.code, key.epoch, key.recovery_id)
        return providers.unwrap(bytes(key.recovery_wrap), pair.private, place)

    return opener


def province_of(unit: Unit) -> Unit:
    """Return the province a unit stands in, be it itself; a central unit is its own."""
    found = unit
    while unit.parent is not None:
        unit = unit.parent
        if unit.level == Level.PROVINCE:
            found = unit
    return found


def _renew(
    unit: Unit,
    holders: Sequence[User],
    by: Actor,
    now: datetime.datetime,
    action: str = "vault.rotate",
) -> UnitKey:
    active = UnitKey.objects.filter(unit=unit, state=KeyState.ACTIVE)
    active.update(state=KeyState.RETIRING, active_to=now)
    key = _new_epoch(unit, holders, by, now, action)
    if progress_of(unit).finished:
        _destroy(unit, now)
    return key


def _new_epoch(
    unit: Unit,
    holders: Sequence[User],
    by: Actor,
    now: datetime.datetime,
    action: str,
) -> UnitKey:
    officers = _enrolled(unit, holders, now)
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
        _give(key, unit, officer, pair.private)
    _write(by, unit, action, epoch=(None, str(epoch)))
    return key


def _enrolled(
    unit: Unit, users: Sequence[User], now: datetime.datetime
) -> list[OfficerKey]:
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


def _give(key: UnitKey, unit: Unit, officer: OfficerKey, private: bytes) -> None:
    place = context.holding(unit.code, key.epoch, officer.pk)
    Holding.objects.create(
        key=key,
        unit=unit,
        user_id=officer.user_id,
        officer_key=officer,
        wrapped=providers.wrap(private, bytes(officer.public), place),
    )


def _hand_over(wrap: Wrap, private: bytes, unit: Unit, active: UnitKey) -> None:
    def place(key: UnitKey) -> bytes:
        return context.case(wrap.case_id, unit.code, key.epoch, wrap.compartment)

    case_key = providers.unwrap(bytes(wrap.wrapped), private, place(wrap.key))
    wrap.wrapped = providers.wrap(case_key, bytes(active.public), place(active))
    wrap.key = active


def _destroy(unit: Unit, now: datetime.datetime) -> None:
    old = UnitKey.objects.filter(unit=unit, state=KeyState.RETIRING)
    Holding.objects.filter(key__in=old).delete()
    old.update(state=KeyState.DESTROYED, recovery_wrap=b"")


def _finish(
    unit: Unit,
    opener: Opener,
    by: Actor,
    now: datetime.datetime,
    told: Callable[[Progress], None],
) -> None:
    with scoped(user_id=_user(by), units=[unit.pk]):
        progress = progress_of(unit)
    told(progress)
    while not progress.finished:
        progress = rewrap(unit=unit, opener=opener, by=by, now=now, limit=BATCH)
        told(progress)


def _left(unit: Unit) -> QuerySet[Wrap]:
    return Wrap.objects.filter(unit=unit).exclude(key__state=KeyState.ACTIVE)


def _live(key: UnitKey) -> QuerySet[Holding]:
    return Holding.objects.filter(key=key, officer_key__retired_at=None)


def _lock_keys(unit: Unit) -> list[UnitKey]:
    keys = UnitKey.objects.filter(unit=unit).order_by("epoch")
    return list(keys.select_for_update(of=("self",)).select_related("unit", "recovery"))


def _opened(opener: Opener, key: UnitKey, code: str = "nobody") -> bytes:
    try:
        return opener(key)
    except DoesNotOpen:
        raise KeyCeremonyRefused(code) from None


def _user(by: Actor) -> str:
    kind, _, user_id = by.id.partition(":")
    return user_id if kind == "user" else ""


def _write(by: Actor, unit: Unit, action: str, **changes: journal.Change) -> None:
    journal.write(
        by=by, action=action, record=f"vault.unit-key:{unit.code}", changes=changes
    )
