"""Reads over petitions; each takes who looks and has a query budget."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q

from danvan.accounts.models import Membership
from danvan.accounts.rights import RIGHTS, Right, Role, Viewer
from danvan.core.casework import workflow
from danvan.core.casework.courses import Need
from danvan.files.models import StoredFile
from danvan.orgs.models import Kind, Unit
from danvan.petitions import terms
from danvan.petitions.matters import Link, LinkKind
from danvan.petitions.models import (
    Assignment,
    Classification,
    Deadline,
    Petition,
    Step,
)
from danvan.petitions.queue import Filters as Filters
from danvan.petitions.queue import queue as queue
from danvan.petitions.settlement import Execution, Task

# Bodies under a unit that its head can tell to look into something.
_VERIFYING = (
    Kind.PEOPLES_COMMITTEE,
    Kind.DEPARTMENT,
    Kind.INSPECTORATE,
    Kind.SERVICE_UNIT,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One petition with all that its page shows."""

    petition: Petition
    steps: Sequence[Step]
    deadlines: Sequence[Deadline]
    files: Sequence[StoredFile]
    ways: Sequence[workflow.Transition]  # what this viewer may do next
    links: Sequence[Link] = ()
    tasks: Sequence[Task] = ()
    executions: Sequence[Execution] = ()

    @property
    def running(self) -> Sequence[Deadline]:
        """The terms that run, those that stand included."""
        return [d for d in self.deadlines if d.ended_on is None]

    @property
    def leading(self) -> Deadline | None:
        """The running term the office is held to first, else one that stands."""
        own = [d for d in self.running if d.code not in terms.BEYOND]
        return min(own, key=lambda d: (d.stopped, d.due), default=None)


def units_of_queue(viewer: Viewer) -> Sequence[Unit]:
    """Return the units whose petitions the viewer may read, to filter by."""
    return list(Unit.objects.filter(pk__in=viewer.units(Right.PETITIONS_READ)))


def case(viewer: Viewer, pk: uuid.UUID, today: datetime.date | None = None) -> Case:
    """Return one petition; Petition.DoesNotExist also where it may not be seen.

    With ``today``, steps that are open only past the term are left out before.
    """
    hung = ("reply", "determination", "invitation", "conclusion")
    steps = Step.objects.select_related(*hung).order_by("seq")
    found = Petition.objects.visible_to(viewer).select_related(
        "unit", "origin", "satisfaction", "matter__watched", "classification"
    )
    given = Assignment.objects.filter(petition=OuterRef("pk")).order_by("pk")
    found = found.annotate(given=ArraySubquery(given.values("unit")))
    petition = found.prefetch_related(
        Prefetch("steps", queryset=steps), "deadlines"
    ).get(pk=pk)
    taken = list(petition.steps.all())
    verbs = {step.verb for step in taken}
    tied = links(petition)
    return Case(
        petition=petition,
        steps=taken,
        deadlines=list(petition.deadlines.all()),
        files=list(StoredFile.objects.filter(owner__in=_owners(petition, tied))),
        ways=_ways(viewer, petition, today),
        links=tied,
        tasks=list(petition.tasks.all()) if workflow.Step.ASSIGN in verbs else (),
        executions=list(petition.executions.all())
        if workflow.Step.ANSWER in verbs
        else (),
    )


def links(petition: Petition) -> Sequence[Link]:
    """Return what the petition continues, and what continues it. One query."""
    both = Q(petition=petition) | Q(of=petition)
    found = Link.objects.filter(both).select_related("petition", "of")
    return list(found.order_by("on", "pk"))


def _owners(petition: Petition, links: Sequence[Link]) -> list[str]:
    before = [petition.origin] if petition.origin is not None else []
    before += [
        link.of
        for link in links
        if link.kind == LinkKind.CONTINUATION and link.petition_id == petition.pk
    ]
    return [one.record for one in (petition, *before)]


_TO_FORWARDER = frozenset({workflow.Step.RETURN, workflow.Step.INFORM})
# The steps of the courses that have a form on the page of the case.
HANDLED = frozenset(
    {
        workflow.Step.SCREEN,
        workflow.Step.ACCEPT,
        workflow.Step.REFUSE,
        workflow.Step.GUIDE,
        workflow.Step.EXPLAIN,
        workflow.Step.TRANSFER,
        workflow.Step.RETURN,
        workflow.Step.DEMAND,
        workflow.Step.INFORM,
        workflow.Step.FILE,
        workflow.Step.ASSIGN,
        workflow.Step.DETERMINE,
        workflow.Step.VERIFY,
        workflow.Step.INVITE,
        workflow.Step.DIALOGUE,
        workflow.Step.CONCLUDE,
        workflow.Step.ANSWER,
        workflow.Step.EXECUTE,
        workflow.Step.RECORD,
        workflow.Step.RESOLVE,
        workflow.Step.CLOSE,
        workflow.Step.PUBLISH,
        workflow.Step.APPEAL,
        workflow.Step.SUE,
        workflow.Step.RATE,
        workflow.Step.SUSPEND,
        workflow.Step.RESUME,
        workflow.Step.NOTIFY,
        workflow.Step.DROP_PART,
        workflow.Step.WITHDRAW,
        workflow.Step.TERMINATE,
        workflow.Step.REMIND,
        workflow.Step.REPLY_IN,
        workflow.Step.ASK_REOPEN,
        workflow.Step.REOPEN,
        workflow.Step.DENY_REOPEN,
    }
)


def _ways(
    viewer: Viewer, petition: Petition, today: datetime.date | None = None
) -> Sequence[workflow.Transition]:
    return [
        way
        for way in open_ways(petition)
        if _may(viewer, way, petition.unit_id, _assigned(petition))
        and not (
            today and Need.OVERDUE in way.needs and not _over(petition, way, today)
        )
    ]


def open_ways(petition: Petition) -> Sequence[workflow.Transition]:
    """Return what the course allows next and this room has a form for.

    Nothing goes back to a forwarder, or is told him, where nobody forwarded it.
    """
    ways = workflow.next_steps(
        workflow.State(petition.state),
        workflow.Kind(petition.kind),
        instance=petition.instance,
    )
    fits = HANDLED if petition.forwarder else HANDLED - _TO_FORWARDER
    return [way for way in ways if way.step in fits]


def _assigned(petition: Petition) -> Sequence[int]:
    known: Sequence[int] | None = getattr(petition, "given", None)  # as `case` gives it
    if known is not None:
        return known
    return [a.unit_id for a in petition.assignments.all()]


def _over(petition: Petition, way: workflow.Transition, today: datetime.date) -> bool:
    running = [d for d in petition.deadlines.all() if d.ended_on is None]
    return terms.past(running, way, today)


def _may(
    viewer: Viewer, way: workflow.Transition, unit: int, assigned: Sequence[int]
) -> bool:
    # The unit it is assigned to finds out; what is then told the citizen, and
    # everything else, stays with the unit that received it.
    lent = Right(way.right) is Right.PETITIONS_CONCLUDE
    units = {unit, *assigned} if lent else {unit}
    return bool(units & viewer.units(Right(way.right)))


def way_for(
    viewer: Viewer, petition: Petition, verb: workflow.Step
) -> workflow.Transition | None:
    """Return the step as this viewer may take it, None where he may not."""
    return next((way for way in _ways(viewer, petition) if way.step == verb), None)


def acting_unit(viewer: Viewer, shown: Case, verb: workflow.Step) -> int:
    """Return the unit in whose name the viewer takes a step that is open to him.

    That is the petition's own unit if he sits there, else the one that verifies.
    """
    right = next(Right(way.right) for way in shown.ways if way.step == verb)
    held = viewer.units(right)
    petition = shown.petition
    return next(u for u in (petition.unit_id, *_assigned(petition)) if u in held)


def classification(petition: Petition) -> Classification | None:
    """Return what the clerk found, if he classified the letter."""
    return getattr(petition, "classification", None)


def paper_unit(viewer: Viewer, petition: Petition) -> Unit | None:
    """Return the unit in whose name the viewer makes papers about it, if any.

    The petition's own, else the one it was given to.
    """
    held = viewer.units(Right.PAPERS_MAKE)
    if petition.unit_id in held:
        return petition.unit
    assigned = next((u for u in _assigned(petition) if u in held), None)
    return None if assigned is None else Unit.objects.get(pk=assigned)


def may_make_papers(viewer: Viewer, petition: Petition) -> bool:
    """Say whether the viewer makes papers about it in any unit's name."""
    units = {petition.unit_id, *_assigned(petition)}
    return bool(units & viewer.units(Right.PAPERS_MAKE))


def settling_unit(viewer: Viewer, petition: Petition) -> int | None:
    """Return the unit in whose name the viewer settles the petition, if he may.

    That is its own unit, else one it is assigned to.
    """
    held = viewer.units(Right.PETITIONS_CONCLUDE) | viewer.units(Right.PETITIONS_ASSIGN)
    units = (petition.unit_id, *_assigned(petition))
    return next((u for u in units if u in held), None)


def may_read_files(viewer: Viewer, key: str) -> bool:
    """Say whether the viewer sees the petition ``key``, or one that continues it."""
    seen = Petition.objects.visible_to(viewer)
    goes_on = Q(links__of=key, links__kind=LinkKind.CONTINUATION)
    return seen.filter(Q(pk=key) | Q(origin=key) | goes_on).exists()


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


def screening(viewer: Viewer) -> Sequence[Unit]:
    """Return the units whose registers the viewer takes in and gives out."""
    return list(Unit.objects.filter(pk__in=viewer.units(Right.PETITIONS_SCREEN)))
