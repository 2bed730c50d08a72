"""A denunciation brought to a unit's counter: who receives it, and on what paper.

What is asked for the conflict check is used and forgotten; the receiver alone
has a row of the case, and nothing remains in a unit that may not receive.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from danvan.core.actor import Actor
from danvan.core.casework import conflict
from danvan.core.casework.conflict import Works
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Level, Unit
from danvan.vault import intake
from danvan.vault.decision import Channel
from danvan.vault.errors import NoReceiver
from danvan.vault.intake import Denunciation, Receipt
from danvan.vault.routing import SEALED, Accused, Routed


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clerk said for the conflict check; nothing of it is kept on paper."""

    accused_units: Collection[str]  # codes, of those `concerned` offers
    works_here: Works


@dataclass(frozen=True, slots=True)
class Slip:
    """The receipt, and what becomes of the paper.

    ``elsewhere`` is the unit whose envelope it is, None while it is one's own;
    ``on_paper`` says that nothing was sealed.
    """

    receipt: Receipt
    elsewhere: Unit | None
    on_paper: bool


def concerned(unit: Unit, day: datetime.date) -> list[Unit]:
    """List who must not receive if accused: the unit, those above, and their organs.

    The accusation of anybody else changes nothing about who receives. Two queries.
    """
    way = [
        unit,
        *(u for u in orgs.ancestors(unit, day) if u.level != Level.CENTRAL),
    ]
    organs = Unit.objects.as_of(day).filter(
        parent__in=way, kind__in=conflict.one_body_kinds(day)
    )
    return list({u.pk: u for u in [*way, *organs]}.values())


def route(unit: Unit, answers: Answers, *, on: datetime.date, told: str = "") -> Routed:
    """Say who receives what the unit was brought; stores nothing."""
    return intake.route(
        unit.code,
        _accused(answers),
        channel=Channel.COUNTER,
        on=on,
        told=told,
        works_here=answers.works_here,
    )


def take_on_paper(
    *,
    unit: Unit,
    answers: Answers,
    received_on: datetime.date,
    key: uuid.UUID,
    by: Actor,
) -> Slip:
    """Give the letter its file code in the paper register of whoever may receive.

    Raises `NoReceiver`; nothing is stored then. The same key gives the same slip.
    """
    routed = route(unit, answers, on=received_on)
    if routed.unit is None:
        raise NoReceiver(routed.above)
    receipt = intake.take_on_paper(
        receiver=routed.unit, received_on=received_on, idempotency_key=key, by=by
    )
    return Slip(receipt, _elsewhere(unit, routed.unit), on_paper=True)


def take_sealed(
    *,
    unit: Unit,
    answers: Answers,
    denunciation: Denunciation,
    received_on: datetime.date,
    key: uuid.UUID,
    by: Actor,
) -> Slip:
    """Seal what was typed for whoever may receive; on paper where that one seals not.

    Raises `NoReceiver`, and what the gate raises of a file; nothing is stored then.
    """
    said = dataclasses.replace(
        denunciation, accused=(*denunciation.accused, *_accused(answers))
    )
    routed = intake.route(
        unit.code,
        said.accused,
        channel=Channel.COUNTER,
        on=received_on,
        told=said.told(),
        works_here=answers.works_here,
    )
    if routed.unit is None:
        raise NoReceiver(routed.above)
    if routed.mode != SEALED:
        receipt = intake.take_on_paper(
            receiver=routed.unit, received_on=received_on, idempotency_key=key, by=by
        )
    else:
        receipt = intake.take(
            said,
            chosen_unit=unit.code,
            received_on=received_on,
            channel=Channel.COUNTER,
            idempotency_key=key,
            by=by,
            works_here=answers.works_here,
        )
    elsewhere = _elsewhere(unit, routed.unit)
    return Slip(receipt, elsewhere, on_paper=routed.mode != SEALED)


def _accused(answers: Answers) -> tuple[Accused, ...]:
    return tuple(Accused("", unit_code=code) for code in sorted(answers.accused_units))


def _elsewhere(unit: Unit, receiver: str) -> Unit | None:
    return None if receiver == unit.code else Unit.objects.get(code=receiver)
