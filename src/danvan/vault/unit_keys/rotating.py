"""A new epoch: at once under other hands, with the old cases, or by recovery."""

import datetime
from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from danvan.accounts.models import User
from danvan.core.actor import Actor
from danvan.orgs.models import Unit
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.models import BlindTag, Holding, KeyState, UnitKey, Wrap
from danvan.vault.officers import Unlocked
from danvan.vault.scope import scoped
from danvan.vault.unit_keys.epochs import actor_id, lock_keys, new_epoch
from danvan.vault.unit_keys.handing_over import Progress, destroy, finish, progress_of
from danvan.vault.unit_keys.openers import by_holding, by_shares, opened


def begin_rotation(
    *, unit: Unit, holders: Sequence[User], by: Actor, now: datetime.datetime
) -> UnitKey:
    """Begin a new epoch under these holders; all others lose every key at once.

    From now on nothing is sealed to the old key. Cases under it stay open to
    those who hold both until `rewrap` has handed the last one over. Raises
    `KeyCeremonyRefused` (``nobody``) where none of the holders could do that.
    """
    with scoped(user_id=actor_id(by), units=[unit.pk]):
        old = lock_keys(unit)
        Holding.objects.filter(unit=unit).exclude(user__in=holders).delete()
        left = Wrap.objects.filter(unit=unit).values("key")
        for key in old:
            if key.pk in {row["key"] for row in left} and not live(key).exists():
                raise KeyCeremonyRefused("nobody")
        return _renew(unit, holders, by, now)


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
    finish(unit, by_holding(unlocked), by, now, told)
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
    with scoped(user_id=actor_id(by), units=[unit.pk]):
        old = lock_keys(unit)
        if not old:
            raise KeyCeremonyRefused("recovery")
        for key in old:
            if key.state != KeyState.DESTROYED:
                opened(opener, key, "recovery")
        Holding.objects.filter(unit=unit).exclude(user__in=holders).delete()
        new = _renew(unit, holders, by, now, "vault.recover")
    finish(unit, opener, by, now, told)
    return new


def _renew(
    unit: Unit,
    holders: Sequence[User],
    by: Actor,
    now: datetime.datetime,
    action: str = "vault.rotate",
) -> UnitKey:
    active = UnitKey.objects.filter(unit=unit, state=KeyState.ACTIVE)
    active.update(state=KeyState.RETIRING, active_to=now)
    # Tags cannot be carried over unread; they come again as identities are opened.
    BlindTag.objects.filter(unit=unit).delete()
    key = new_epoch(unit, holders, by, now, action)
    if progress_of(unit).finished:
        destroy(unit, now)
    return key


def live(key: UnitKey) -> QuerySet[Holding]:
    """Keep the holdings whose officer has not renewed his own key since."""
    return Holding.objects.filter(key=key, officer_key__retired_at=None)
