"""Reads over petitions; each takes who looks and has a query budget."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q

from danvan.accounts.models import Membership
from danvan.accounts.rights import RIGHTS, Right, Role, Viewer
from danvan.core.casework import workflow
from danvan.files.models import StoredFile
from danvan.orgs.models import Kind, Unit
from danvan.petitions.models import (
    Deadline,
    Petition,
    PetitionQuerySet,
    Step,
)

# Bodies under a unit that its head can tell to look into something.
_VERIFYING = (
    Kind.PEOPLES_COMMITTEE,
    Kind.DEPARTMENT,
    Kind.INSPECTORATE,
    Kind.SERVICE_UNIT,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; empty means everything that is not closed."""

    states: Sequence[str] = ()
    kinds: Sequence[str] = ()
    unit: int | None = None
    overdue: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One petition with all that its page shows."""

    petition: Petition
    steps: Sequence[Step]
    deadlines: Sequence[Deadline]
    files: Sequence[StoredFile]
    ways: Sequence[workflow.Transition]  # what this viewer may do next

    @property
    def running(self) -> Deadline | None:
        """The term that runs, if one does."""
        return next((d for d in self.deadlines if d.ended_on is None), None)


def queue(viewer: Viewer, filters: Filters, today: datetime.date) -> PetitionQuerySet:
    """Return the petitions to work on, the most urgent first.

    Without a choice of states the closed ones stay out; words are looked for in
    the text, diacritics left aside, or are a number.
    """
    found = Petition.objects.visible_to(viewer).select_related("unit")
    if filters.states:
        found = found.filter(state__in=filters.states)
    elif not filters.words:
        found = found.exclude(state=workflow.State.CLOSED)
    if filters.kinds:
        found = found.filter(kind__in=filters.kinds)
    if filters.unit is not None:
        found = found.filter(unit=filters.unit)
    if filters.overdue:
        found = found.filter(due__lt=today)
    if filters.words:
        found = found.saying(viewer, filters.words)
    found = found.defer("what", "folded", "request")
    return found.order_by(F("due").asc(nulls_last=True), "received_at", "pk")


def units_of_queue(viewer: Viewer) -> Sequence[Unit]:
    """Return the units whose petitions the viewer may read, to filter by."""
    return list(Unit.objects.filter(pk__in=viewer.units(Right.PETITIONS_READ)))


def case(viewer: Viewer, pk: uuid.UUID) -> Case:
    """Return one petition; Petition.DoesNotExist also where it may not be seen."""
    steps = Step.objects.select_related("reply").order_by("seq")
    found = Petition.objects.visible_to(viewer).select_related("unit", "origin")
    petition = found.prefetch_related(
        Prefetch("steps", queryset=steps), "deadlines", "assignments"
    ).get(pk=pk)
    owners = [petition.record]
    if petition.origin is not None:
        owners.append(petition.origin.record)
    return Case(
        petition=petition,
        steps=list(petition.steps.all()),
        deadlines=list(petition.deadlines.all()),
        files=list(StoredFile.objects.filter(owner__in=owners)),
        ways=_ways(viewer, petition),
    )


# The steps of the courses that this room has a page for.
HANDLED = frozenset(
    {
        workflow.Step.SCREEN,
        workflow.Step.ACCEPT,
        workflow.Step.GUIDE,
        workflow.Step.TRANSFER,
        workflow.Step.FILE,
        workflow.Step.ASSIGN,
        workflow.Step.CONCLUDE,
        workflow.Step.ANSWER,
        workflow.Step.CLOSE,
        workflow.Step.WITHDRAW,
        workflow.Step.TERMINATE,
    }
)


def _ways(viewer: Viewer, petition: Petition) -> Sequence[workflow.Transition]:
    assigned = [a.unit_id for a in petition.assignments.all()]
    ways = workflow.next_steps(
        workflow.State(petition.state),
        workflow.Kind(petition.kind),
        instance=petition.instance,
    )
    return [
        way
        for way in ways
        if way.step in HANDLED and _may(viewer, way, petition.unit_id, assigned)
    ]


def _may(
    viewer: Viewer, way: workflow.Transition, unit: int, assigned: Sequence[int]
) -> bool:
    # The unit it is assigned to finds out; what is then told the citizen, and
    # everything else, stays with the unit that received it.
    units = {unit, *assigned} if way.step is workflow.Step.CONCLUDE else {unit}
    return bool(units & viewer.units(Right(way.right)))


def acting_unit(viewer: Viewer, shown: Case, verb: workflow.Step) -> int:
    """Return the unit in whose name the viewer takes a step that is open to him.

    That is the petition's own unit if he sits there, else the one that verifies.
    """
    right = next(Right(way.right) for way in shown.ways if way.step == verb)
    assigned = [a.unit_id for a in shown.petition.assignments.all()]
    held = viewer.units(right)
    return next(u for u in (shown.petition.unit_id, *assigned) if u in held)


def may_read_files(viewer: Viewer, key: str) -> bool:
    """Say whether the viewer sees the petition ``key``, or one that continues it."""
    seen = Petition.objects.visible_to(viewer)
    return seen.filter(Q(pk=key) | Q(origin=key)).exists()


def assignable(viewer: Viewer, unit: Unit, today: datetime.date) -> Sequence[Unit]:
    """Return the units a petition of ``unit`` can be given to: itself and below."""
    if not viewer.may(Right.PETITIONS_ASSIGN, unit.pk):
        return []
    below = Q(parent=unit.pk, kind__in=_VERIFYING)
    return list(Unit.objects.as_of(today).filter(Q(pk=unit.pk) | below))


def receivers(unit: Unit, today: datetime.date) -> Sequence[Unit]:
    """Return the units whose staff handles petitions here, but ``unit``; by name."""
    roles = [role for role in Role if Right.PETITIONS_SCREEN in RIGHTS[role]]
    held = Membership.objects.on(today).filter(role__in=roles).values("unit")
    return list(Unit.objects.as_of(today).filter(pk__in=held).exclude(pk=unit.pk))


def registering(viewer: Viewer) -> Sequence[Unit]:
    """Return the units for which the viewer takes letters in."""
    return list(Unit.objects.filter(pk__in=viewer.units(Right.PETITIONS_REGISTER)))
