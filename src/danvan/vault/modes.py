"""How a unit takes denunciations in: dated decisions, each with its number.

Without one the counter writes into the paper register and the public pages only
guide; a unit may stay so for good.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from danvan.accounts.rights import Right, Viewer
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.vault.decision import Channel, IntakeDecision
from danvan.vault.errors import ModeRefused
from danvan.vault.models import Holding, KeyState
from danvan.vault.routing import PAPER, SEALED
from danvan.vault.scope import scoped
from danvan.vault.unit_keys.epochs import FEWEST

GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Mode:
    """How a unit takes in over one channel today; ``decision`` when it is sealed."""

    channel: str
    mode: str
    decision: IntakeDecision | None


def modes(unit: Unit, *, on: datetime.date) -> list[Mode]:
    """Return the mode over each channel, online first; one query."""
    held = {d.channel: d for d in IntakeDecision.objects.on(on).filter(unit=unit)}
    return [
        Mode(channel, _mode(channel, decided=channel in held), held.get(channel))
        for channel in Channel
    ]


def mode(unit: Unit, channel: str, *, on: datetime.date) -> str:
    """Return SEALED, or PAPER (counter) or GUIDANCE (online)."""
    return next(m.mode for m in modes(unit, on=on) if m.channel == channel)


def history(unit: Unit) -> list[IntakeDecision]:
    """List all decisions of a unit, the newest first; one query."""
    return list(IntakeDecision.objects.filter(unit=unit))


def online_allowed() -> bool:
    """Say whether this installation takes denunciations online at all."""
    return bool(settings.DENUNCIATIONS_ONLINE == SEALED)


@transaction.atomic
def decide(
    *,
    unit: Unit,
    channel: str,
    number: str,
    decided_on: datetime.date,
    signer: str,
    valid_from: datetime.date,
    viewer: Viewer,
) -> IntakeDecision:
    """Record the decision by which a unit takes in sealed.

    ``signer`` is the post of who signed. Raises `ModeRefused` (``role``, ``key``,
    ``open``, ``days``).
    """
    if not viewer.may(Right.SEALED_KEYS, unit.pk):
        raise ModeRefused("role")
    if decided_on > valid_from:
        raise ModeRefused("days")
    with scoped(user_id=viewer.user_id, units=[unit.pk]):
        if _holders(unit) < FEWEST:
            raise ModeRefused("key")
        decisions = IntakeDecision.objects.filter(unit=unit, channel=channel)
        if decisions.filter(valid_to=None).exists():
            raise ModeRefused("open")
        if decisions.filter(valid_to__gte=valid_from).exists():
            raise ModeRefused("days")
        made = IntakeDecision.objects.create(
            unit=unit, channel=channel, number=number, decided_on=decided_on,
            signer=signer, valid_from=valid_from,
        )  # fmt: skip
        _write(viewer, made, "vault.intake-decision", (None, valid_from.isoformat()))
    return made


@transaction.atomic
def end(*, decision_id: int, viewer: Viewer, today: datetime.date) -> None:
    """End a decision at once: from now on nothing is sealed by it.

    What was sealed stays sealed. Raises `ModeRefused` (``role``) for a decision
    of another unit or one that is over.
    """
    with scoped(user_id=viewer.user_id, units=viewer.units(Right.SEALED_KEYS)):
        found = IntakeDecision.objects.select_for_update().filter(
            pk=decision_id, valid_to=None
        )
        made = found.filter(unit__in=viewer.units(Right.SEALED_KEYS)).first()
        if made is None:
            raise ModeRefused("role")
        yesterday = today - datetime.timedelta(days=1)
        made.valid_to = max(yesterday, made.valid_from - datetime.timedelta(days=1))
        made.save(update_fields=["valid_to"])
        _write(viewer, made, "vault.end-intake-decision", (None, today.isoformat()))


def _mode(channel: str, *, decided: bool) -> str:
    if channel == Channel.ONLINE:
        return SEALED if decided and online_allowed() else GUIDANCE
    return SEALED if decided else PAPER


def _holders(unit: Unit) -> int:
    return Holding.objects.filter(unit=unit, key__state=KeyState.ACTIVE).count()


def _write(
    viewer: Viewer, made: IntakeDecision, action: str, day: journal.Change
) -> None:
    journal.write(
        by=viewer.actor(made.unit_id),
        action=action,
        record=f"vault.intake-decision:{made.pk}",
        changes={"channel": (None, made.channel), "day": day},
    )
