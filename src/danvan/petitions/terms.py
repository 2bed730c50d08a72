"""The clock of a petition: one term runs at a time, the one that the office owes.

Which step starts, ends, stops and lengthens a term stands in the tables of
`core.casework.courses`; the counting is `core.casework.deadlines`.
"""

import datetime
from collections.abc import Callable

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import changes, courses, deadlines, lateness, term
from danvan.core.casework.complexity import Determination
from danvan.core.casework.courses import Transition
from danvan.core.casework.term import Term
from danvan.petitions.models import Deadline, Outcome, Petition

# What the office owes; terms that bind the other side, or others, do not run here.
OWED = frozenset(
    {
        *("DL-KNPA-01", "DL-KN-01", "DL-KN-02", "DL-KN-03"),
        *("DL-KN-05", "DL-KN-06"),
    }
)
# Steps that end a term without doing what it was for.
_OUTCOMES = {
    courses.Step.WITHDRAW: Outcome.ENDED,
    courses.Step.TERMINATE: Outcome.ENDED,
    courses.Step.APPEAL: Outcome.ENDED,
    courses.Step.JOIN: Outcome.JOINED,
}


def start(
    petition: Petition,
    line: Transition,
    on: datetime.date,
    calendar: Callable[[], WorkingCalendar],
) -> None:
    """Start the term this line of the table starts, if the office owes one.

    What was joined to another letter by mistake takes its old term up again.
    """
    if line.step is courses.Step.SEPARATE and _taken_up(petition):
        return
    code = next((code for code in line.starts if code in OWED), None)
    if code is None:
        return
    found = deadlines.compute_for_now(
        code,
        on,
        calendar(),
        received=petition.received_on,
        remote=petition.unit.remote,
        complex=petition.hard,
    )
    petition.due = found.due
    Deadline.objects.create(petition=petition, code=code, start=on, **columns(found))


def _taken_up(petition: Petition) -> bool:
    """Let the term of a copy run on: who wrote it does not pay for the mistake."""
    stopped = Deadline.objects.filter(petition=petition, outcome=Outcome.JOINED).first()
    if stopped is None:
        return False
    stopped.ended_on, stopped.outcome = None, ""
    stopped.save(update_fields=["ended_on", "outcome"])
    petition.due = stopped.due
    return True


def columns(found: deadlines.Deadline) -> dict[str, object]:
    """Return what is stored of a deadline beside its code and start."""
    return {
        "due": found.due,
        "sentence_vi": found.sentence["vi"],
        "sentence_en": found.sentence["en"],
        "act": found.act,
        "article": found.article,
        "trace": [dict(line) for line in found.trace],
        "term": found.term.to_json(),
    }


def follow(
    petition: Petition,
    line: Transition,
    on: datetime.date,
    calendar: Callable[[], WorkingCalendar],
    *,
    ground: str = "",
    document: str = "",
) -> None:
    """End, stop or let go on the term that runs, as this line of the table says.

    Raises `changes.NotAllowed`.
    """
    row = running(petition)
    if row is None:
        return
    if row.code in line.ends:
        end(petition, on, _OUTCOMES.get(line.step, Outcome.MET))
    elif row.code in line.pauses:
        stopped = changes.suspend(
            of(row), calendar(), on=on, ground=ground, decision=document
        )
        _store(petition, row, stopped)
    elif row.code in line.resumes:
        _store(petition, row, changes.resume(of(row), calendar(), on=on))


def lengthen(
    petition: Petition,
    determination: Determination,
    on: datetime.date,
    calendar: Callable[[], WorkingCalendar],
    document: str = "",
) -> None:
    """Give a matter determined to be complex its longer term, in place.

    Raises `changes.NotAllowed`: nothing runs, too late, too few criteria.
    """
    row = running(petition)
    if row is None:
        raise changes.NotAllowed(
            "Không có thời hạn nào đang chạy.", "No term is running."
        )
    longer = changes.extend(
        of(row), calendar(), determination=determination, on=on, decision=document
    )
    _store(petition, row, longer)


def end(petition: Petition, on: datetime.date, outcome: Outcome) -> None:
    """End the term that runs, if one does."""
    rows = Deadline.objects.filter(petition=petition, ended_on__isnull=True)
    rows.update(ended_on=on, outcome=outcome)
    petition.due = None


def running(petition: Petition) -> Deadline | None:
    """Return the term that runs, None if none does. One query."""
    return Deadline.objects.filter(petition=petition, ended_on__isnull=True).first()


def of(row: Deadline) -> Term:
    """Return all that was decided about a stored term.

    Rows from before terms were kept are read from the petition.
    """
    if row.term:
        return term.from_json(row.term)
    petition = row.petition
    return Term(
        row.code,
        row.start,
        petition.received_on,
        remote=petition.unit.remote,
        complex=petition.hard,
    )


def stage(row: Deadline, today: datetime.date) -> lateness.Lateness:
    """Say whether a term is late: on the day it ended, else today."""
    return lateness.stage(of(row), row.due, row.ended_on or today)


def binding(found: deadlines.Deadline) -> datetime.date | None:
    """Return the day the office is held to: None while the clock stands."""
    return found.due if found.term.stopped is None else None


def _store(petition: Petition, row: Deadline, found: deadlines.Deadline) -> None:
    for name, value in columns(found).items():
        setattr(row, name, value)
    row.save()
    petition.due = binding(found)
