"""Where the course of a case stands in a unit, and what was done in it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.courses import Course, State, Step
from danvan.orgs.models import Unit
from danvan.vault.course_rules import SETTLE, Seat, Standing
from danvan.vault.errors import Refused
from danvan.vault.models import Access, CaseState, SealedCase, SealedStep, SealedTerm
from danvan.vault.opening.checks import reach_of
from danvan.vault.scope import seen_by


@dataclass(frozen=True, slots=True)
class At:
    """Where a unit's course stands, and as what the viewer sits there.

    ``seq`` is that of the last step, 0 before the first; ``last`` its day.
    ``given_on``: forwarded from here to a unit that has its keys.
    """

    case: SealedCase
    unit: Unit
    standing: Standing
    seats: frozenset[Seat]
    seq: int
    last: datetime.date
    received: datetime.date = datetime.date.min
    settle_due: datetime.date | None = None
    given_on: bool = False


@dataclass(frozen=True, slots=True)
class CourseFile:
    """The whole course of a case in one unit."""

    at: At
    steps: tuple[SealedStep, ...]
    terms: tuple[SealedTerm, ...]

    @property
    def danger(self) -> bool:
        """Say whether the head has to be told at once."""
        return any(step.facts.get("danger") for step in self.steps)


def look(case_id: uuid.UUID, viewer: Viewer) -> At:
    """Say where the course stands for the viewer; five queries, inside the scope.

    Raises `Refused` (``absent``, ``role``: his unit has no course of the case).
    """
    return course_file(case_id, viewer).at


def course_file(case_id: uuid.UUID, viewer: Viewer) -> CourseFile:
    """Return the course as the viewer's unit has it; five queries, inside the scope."""
    case = SealedCase.objects.select_related("receiver").filter(pk=case_id).first()
    if case is None:
        raise Refused("absent")
    mine = reach_of(viewer) | viewer.units(Right.SEALED_ASSIGN)
    found = SealedStep.objects.filter(case=case, unit__in=mine)
    rows = list(found.select_related("by"))
    unit = _unit(case, rows, mine)
    steps = [step for step in rows if step.unit_id == unit.pk]
    terms = list(SealedTerm.objects.filter(case=case, unit=unit))
    at = At(
        case=case,
        unit=unit,
        standing=_standing(case, steps),
        seats=_seats(case, unit, viewer),
        seq=steps[-1].seq if steps else 0,
        last=steps[-1].on if steps else case.received_on,
        received=steps[0].on if steps else case.received_on,
        settle_due=_settle_due(terms),
        given_on=any(s.step == Step.TRANSFER and "to" in s.facts for s in steps),
    )
    return CourseFile(at, tuple(steps), tuple(terms))


def due(viewer: Viewer, *, limit: int) -> list[SealedTerm]:
    """Return the running terms of the cases the viewer handles or leads; one query and scope.

    The nearest first, for whoever is assigned or assigns, in his units alone.
    """
    leads, reach = viewer.units(Right.SEALED_ASSIGN), reach_of(viewer)
    if not (leads or reach):
        return []
    with seen_by(viewer):
        mine = Access.objects.filter(
            user=uuid.UUID(viewer.user_id), ended_at=None, unit__in=reach
        )
        running = SealedTerm.objects.filter(ended=None, due__isnull=False)
        found = running.filter(unit__in=leads) | running.filter(
            unit__in=reach, case__in=mine.values("case")
        )
        return list(found.select_related("case").order_by("due", "code")[:limit])


def _unit(case: SealedCase, rows: Sequence[SealedStep], mine: frozenset[int]) -> Unit:
    if case.receiver_id in mine:
        return case.receiver
    if not rows:
        raise Refused("role")
    return Unit.objects.get(pk=min(row.unit_id for row in rows))


def _standing(case: SealedCase, steps: Sequence[SealedStep]) -> Standing:
    if not steps:
        closed = case.state == CaseState.CLOSED
        return Standing(state=State.CLOSED if closed else State.RECEIVED)
    return Standing(
        Course(steps[-1].course), State(steps[-1].after), "from" in steps[0].facts
    )


def _seats(case: SealedCase, unit: Unit, viewer: Viewer) -> frozenset[Seat]:
    found = {Seat.LEADER} if viewer.may(Right.SEALED_ASSIGN, unit.pk) else set()
    held = Access.objects.filter(
        case=case, unit=unit, user=uuid.UUID(viewer.user_id), ended_at=None
    )
    if held.exists():
        handles = viewer.may(Right.SEALED_OPEN, unit.pk)
        found.add(Seat.HANDLER if handles else Seat.VERIFIER)
    return frozenset(found)


def _settle_due(terms: Sequence[SealedTerm]) -> datetime.date | None:
    return next((t.due for t in terms if t.code == SETTLE and t.ended is None), None)
