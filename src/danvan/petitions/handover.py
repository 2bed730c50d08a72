"""How long a petition may stay with whoever has it now, and who is asked then."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import courses, deadlines
from danvan.core.casework.courses import Party, State, Wait
from danvan.core.casework.deadlines import DeadlineUnknown, without_end
from danvan.core.casework.workflow import Kind
from danvan.petitions import terms
from danvan.petitions.codes import DISCIPLINARY
from danvan.petitions.models import Deadline, Petition, Step, Subject


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
            remote=petition.unit.remote,
            disciplinary=petition.subject in DISCIPLINARY,
            dismissal=petition.subject == Subject.DISMISSAL,
        )
    except DeadlineUnknown:  # the law of that day had no such term
        return None
    return HandOver(wait.asks, found.due, wait.term)


def _came(petition: Petition, steps: Sequence[Step]) -> datetime.date:
    moved = [step.on for step in steps if step.from_state != step.to_state]
    return moved[-1] if moved else petition.received_on
