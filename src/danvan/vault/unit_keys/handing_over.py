"""Open cases handed over from the old epochs to the active one, batch by batch."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from danvan.core.actor import Actor
from danvan.orgs.models import Unit
from danvan.vault import context, lines, providers
from danvan.vault.errors import NotFounded
from danvan.vault.models import Holding, KeyState, UnitKey, Wrap
from danvan.vault.scope import scoped
from danvan.vault.unit_keys.epochs import actor_id, lock_keys
from danvan.vault.unit_keys.openers import Opener, opened

BATCH = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the handing over to the new epoch is, in wrapped keys."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        """Say whether nothing is left under an older epoch."""
        return self.done == self.total


def rewrap(
    *, unit: Unit, opener: Opener, by: Actor, now: datetime.datetime, limit: int = BATCH
) -> Progress:
    """Hand ``limit`` wrapped keys over to the active epoch; then destroy the old key.

    One transaction each, so it can be stopped and gone on with. Raises
    `KeyCeremonyRefused` (``nobody``) when ``opener`` has not the old key.
    """
    with scoped(user_id=actor_id(by), units=[unit.pk]):
        if not (keys := lock_keys(unit)):
            raise NotFounded
        active = keys[-1]
        privates: dict[int, bytes] = {}
        wraps = list(
            left_of(unit).select_related("key").order_by("key_id", "pk")[:limit]
        )
        for wrap in wraps:
            if wrap.key_id not in privates:
                privates[wrap.key_id] = opened(opener, wrap.key)
            _hand_over(wrap, privates[wrap.key_id], unit, active)
        Wrap.objects.bulk_update(wraps, ["key", "wrapped"])
        progress = progress_of(unit)
        if progress.finished:
            destroy(unit, now)
        changes = {
            "epoch": (None, str(active.epoch)),
            "done": (None, f"{progress.done}/{progress.total}"),
        }
        # How many there are tells how many cases the unit has.
        record = f"vault.unit-key:{unit.code}"
        lines.write(by=by, action="vault.rewrap", record=record, changes=changes)
    return progress


def progress_of(unit: Unit) -> Progress:
    """Count what stands under the active epoch and what there is; two queries.

    Within the unit's `scope` alone: outside it there seems to be nothing.
    """
    total = Wrap.objects.filter(unit=unit).count()
    return Progress(total - left_of(unit).count(), total)


def left_of(unit: Unit) -> QuerySet[Wrap]:
    """Keep the wrapped keys that stand under an older epoch."""
    return Wrap.objects.filter(unit=unit).exclude(key__state=KeyState.ACTIVE)


def destroy(unit: Unit, now: datetime.datetime) -> None:
    """Destroy what is left of the retiring keys: nobody opens them again."""
    old = UnitKey.objects.filter(unit=unit, state=KeyState.RETIRING)
    Holding.objects.filter(key__in=old).delete()
    old.update(state=KeyState.DESTROYED, recovery_wrap=b"")


def finish(
    unit: Unit,
    opener: Opener,
    by: Actor,
    now: datetime.datetime,
    told: Callable[[Progress], None],
) -> None:
    """Hand everything over, telling how far it is after each batch."""
    with scoped(user_id=actor_id(by), units=[unit.pk]):
        progress = progress_of(unit)
    told(progress)
    while not progress.finished:
        progress = rewrap(unit=unit, opener=opener, by=by, now=now, limit=BATCH)
        told(progress)


def _hand_over(wrap: Wrap, private: bytes, unit: Unit, active: UnitKey) -> None:
    def place(key: UnitKey) -> bytes:
        return context.case(wrap.case_id, unit.code, key.epoch, wrap.compartment)

    case_key = providers.unwrap(bytes(wrap.wrapped), private, place(wrap.key))
    wrap.wrapped = providers.wrap(case_key, bytes(active.public), place(active))
    wrap.key = active
