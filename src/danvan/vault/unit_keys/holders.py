"""One holder more, or one less."""

import datetime
from collections.abc import Sequence

from danvan.accounts.models import User
from danvan.core.actor import Actor
from danvan.orgs.models import Unit
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.models import Holding, KeyState, UnitKey
from danvan.vault.officers import Unlocked
from danvan.vault.scope import scoped
from danvan.vault.unit_keys.epochs import (
    actor_id,
    enrolled,
    give,
    lock_keys,
    write_line,
)
from danvan.vault.unit_keys.openers import by_holding, opened
from danvan.vault.unit_keys.rotating import begin_rotation, live


def remove_holder(
    *,
    unit: Unit,
    user: User,
    by: Actor,
    now: datetime.datetime,
    replacements: Sequence[User] = (),
) -> UnitKey:
    """Take the unit's key from a holder at once and begin a new epoch without him."""
    with scoped(user_id=actor_id(by), units=[unit.pk]):
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
        keys = [k for k in lock_keys(unit) if k.state != KeyState.DESTROYED]
        if not keys or live(keys[-1]).filter(user=user).exists():
            raise KeyCeremonyRefused("holds")
        (officer,) = enrolled(unit, [user], now)
        opener = by_holding(unlocked)
        for key in keys:
            private = opened(opener, key)
            # One whose own key was renewed has a holding that opens nothing.
            Holding.objects.filter(key=key, user=user).delete()
            give(key, unit, officer, private)
        write_line(by, unit, "vault.add-holder", holder=(None, str(user.pk)))
