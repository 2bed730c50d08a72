"""How long a petition may stay with whoever has it now, and who is asked then."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Subquery

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import courses, deadlines
from danvan.core.casework.courses import Party, State, Wait
from danvan.core.casework.deadlines import DeadlineUnknown, without_end
from danvan.core.casework.workflow import Kind
from danvan.petitions import terms
from danvan.petitions.codes import DISCIPLINARY
from danvan.petitions.models import (
    KINDS,
    Deadline,
    Instance,
    Petition,
    PetitionQuerySet,
    Step,
    Subject,
)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Until when, whose turn it is; ``term`` is the legal one, "" our own norm."""

    asks: Party
    due: datetime.date
    term: str

    def over(self, today: datetime.date) -> bool:
        """Say whether the time is out."""
        return today > self.due


def of(
    petition: Petition,
    steps: Sequence[Step],
    running: Sequence[Deadline],
    calendar: WorkingCalendar,
) -> HandOver | None:
    """Return the time-out of where the petition stands, None where it has an end.

    ``steps`` are all of the petition, oldest first.
    """
    course = courses.course_of(Kind(petition.kind), petition.instance)
    wait = courses.waits(course).get(State(petition.state))
    if wait is None:
        return None
    for row in running:
        if terms.of(row).code == wait.term:
            return HandOver(wait.asks, row.due, wait.term)
    if wait.days or not wait.term:
        came = _came(petition, steps)
        due = without_end(calendar).add_working_days(came, wait.days)
        return HandOver(wait.asks, due, "")
    return _legal(petition, wait, steps, course, calendar)


def too_long(
    found: PetitionQuerySet, today: datetime.date, calendar: WorkingCalendar
) -> PetitionQuerySet:
    """Keep those whose time where they stand is out, though nothing binds the office.

    A state with days of our own is counted from the step that led there; one that
    waits for a term that is not the office's (legal effect) from that term. Where
    nothing is left but to close the file nobody waits, and it is left out.
    """
    moved = Step.objects.filter(petition=OuterRef("pk"))
    moved = moved.exclude(from_state=F("to_state")).order_by("-seq")
    over = Q(pk__in=[])
    for course in courses.Course:
        kind = courses.kind_of(course)
        if kind not in KINDS:
            continue
        second = Q(instance=Instance.SECOND)
        of_course = Q(kind=kind)
        if kind is Kind.COMPLAINT:
            first = course is courses.Course.COMPLAINT_FIRST
            of_course &= ~second if first else second
        for wait in _with_work_left(course):
            over |= of_course & Q(state=wait.state) & _out(wait, today, calendar)
    return found.annotate(moved=Subquery(moved.values("on")[:1])).filter(over)


def _with_work_left(course: courses.Course) -> Sequence[Wait]:
    lines = courses.transitions(course)
    closable = {line.source for line in lines if line.step is courses.Step.CLOSE}
    waits = courses.waits(course).values()
    return [wait for wait in waits if wait.term or wait.state not in closable]


def _out(wait: Wait, today: datetime.date, calendar: WorkingCalendar) -> Q:
    if wait.days:
        last, known = today, without_end(calendar)
        while known.add_working_days(last, wait.days) >= today:
            last -= datetime.timedelta(days=1)
        return Q(moved__lte=last)
    running = Deadline.objects.filter(
        petition=OuterRef("pk"), ended_on__isnull=True, code=wait.term, due__lt=today
    )
    return Q(Exists(running))


def _legal(
    petition: Petition,
    wait: Wait,
    steps: Sequence[Step],
    course: courses.Course,
    calendar: WorkingCalendar,
) -> HandOver | None:
    """Count a term that is asked for here alone, from the step that starts it."""
    lines = courses.transitions(course)
    verbs = {line.step for line in lines if wait.term in line.starts}
    started = [step.on for step in steps if step.verb in verbs]
    start = started[-1] if started else _came(petition, steps)
    try:
        found = deadlines.compute_for_now(
            wait.term,
            start,
            calendar,
            received=petition.received_on,
            remote=petition.unit.remote_on(petition.received_on),
            disciplinary=petition.subject in DISCIPLINARY,
            dismissal=petition.subject == Subject.DISMISSAL,
        )
    except DeadlineUnknown:  # the law of that day had no such term
        return None
    return HandOver(wait.asks, found.due, wait.term)


def _came(petition: Petition, steps: Sequence[Step]) -> datetime.date:
    moved = [step.on for step in steps if step.from_state != step.to_state]
    return moved[-1] if moved else petition.received_on
