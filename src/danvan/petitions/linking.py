"""Tying a letter to an earlier one: as its copy, its continuation, the same matter.

Nothing is hidden by it: each letter keeps its number, its code and its page. Only
the clock of a copy stops, and goes on as before when the copy is taken apart again.
"""

from enum import StrEnum
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from danvan.core.casework.workflow import State, Step
from danvan.journal import services as journal
from danvan.petitions import course
from danvan.petitions.course import Turn, Words
from danvan.petitions.matters import Link, LinkKind, Matter
from danvan.petitions.models import Petition


class NotLinked(ValueError):
    """The two letters cannot be tied so; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Tie(StrEnum):
    """How one letter is tied to another."""

    DUPLICATE = "duplicate"
    CONTINUATION = "continuation"
    MATTER = "matter"


@transaction.atomic
def join(*, of: Petition, reply: str, **turn: Unpack[Turn]) -> Petition:
    """Say that the letter is a copy of ``of``: its clock stops, its sender is told.

    Tied to the first original where ``of`` is a copy itself. Raises NotLinked,
    SomebodyWasFirst, StepNotAllowed.
    """
    original = _first(of)
    petition = course.locked(turn)
    _check(petition, original)
    if original.state == State.CLOSED:
        raise NotLinked("closed")
    Link.objects.filter(petition=petition, of=original).delete()
    _link(petition, original, LinkKind.DUPLICATE, turn)
    return course.take(Step.JOIN, Words(reply=reply, to_name=original.number), turn)


@transaction.atomic
def separate(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Take a copy apart again: its clock goes on from where it stopped."""
    petition = course.take(Step.SEPARATE, Words(note=note), turn)
    Link.objects.filter(petition=petition, kind=LinkKind.DUPLICATE).delete()
    return petition


@transaction.atomic
def tie(*, of: Petition, kind: Tie, **turn: Unpack[Turn]) -> Petition:
    """Say that the letter continues ``of``, or is about the same matter; no clock stops.

    Raises NotLinked and SomebodyWasFirst.
    """
    petition = course.locked(turn)
    _check(petition, of)
    if kind is Tie.MATTER:
        _same_matter(petition, of)
    elif Link.objects.filter(petition=petition, of=of).exists():
        raise NotLinked("tied")
    else:
        _link(petition, of, LinkKind.CONTINUATION, turn)
    _write("petition.tie", petition, of, kind, turn)
    return petition


@transaction.atomic
def untie(*, of: Petition, kind: Tie, **turn: Unpack[Turn]) -> Petition:
    """Take back what `tie` said."""
    petition = course.locked(turn)
    if kind is Tie.MATTER:
        petition.matter = None
        petition.save(update_fields=["matter"])
    else:
        ties = Link.objects.filter(petition=petition, of=of)
        ties.exclude(kind=LinkKind.DUPLICATE).delete()
    _write("petition.untie", petition, of, kind, turn)
    return petition


def _first(petition: Petition) -> Petition:
    """Return what a copy is a copy of, up to the letter that is none."""
    while link := _copies(petition):
        petition = link.of
    return petition


def _copies(petition: Petition) -> Link | None:
    links = Link.objects.filter(petition=petition, kind=LinkKind.DUPLICATE)
    return links.select_related("of").first()


def _check(petition: Petition, of: Petition) -> None:
    if petition.pk == of.pk:
        raise NotLinked("itself")
    if petition.unit_id != of.unit_id:
        # A clock may not stop for what another unit does.
        raise NotLinked("elsewhere")


def _link(petition: Petition, of: Petition, kind: LinkKind, turn: Turn) -> None:
    Link.objects.create(
        petition=petition,
        of=of,
        kind=kind,
        on=timezone.localdate(turn["now"]),
        actor_label=turn["by"].label,
    )


def _same_matter(petition: Petition, of: Petition) -> None:
    if of.matter is None:
        opened = min(petition.received_on, of.received_on)
        of.matter = Matter.objects.create(unit=of.unit, opened_on=opened)
        of.save(update_fields=["matter"])
    petition.matter = of.matter
    petition.save(update_fields=["matter"])


def _write(
    action: str, petition: Petition, of: Petition, kind: Tie, turn: Turn
) -> None:
    journal.write(
        by=turn["by"],
        action=action,
        record=petition.record,
        changes={"kind": (None, kind.value), "of": (None, of.number)},
    )
