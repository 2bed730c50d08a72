"""The clocks of a petition: every term that the tables start, each with its trace.

Which step starts, ends, stops and lengthens a term stands in the tables of
`core.casework.courses`; the counting is `core.casework.deadlines`. ``Petition.due``
is the nearest running day that the office is held to.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import (
    changes,
    courses,
    deadlines,
    lateness,
    term,
    workflow,
)
from danvan.core.casework.complexity import Determination
from danvan.core.casework.courses import Transition
from danvan.core.casework.deadlines import DeadlineUnknown
from danvan.core.casework.term import Term
from danvan.core.casework.workflow import Kind
from danvan.petitions.codes import DISCIPLINARY
from danvan.petitions.models import Deadline, Outcome, Petition, Subject

Calendar = Callable[[], WorkingCalendar]

# Terms that run beside the office's own: the person's time to complain again, and the
# day a decision takes effect. The office is never late with them.
BEYOND = frozenset({"DL-KN-04", "DL-KN-00-K2", "DL-KN-00-ST", "DL-KN-07"})
# What is counted from the receipt, whenever it turns out that it runs.
_FROM_RECEIPT = frozenset({"DL-KNPA-02"})
_PLAIN = (
    *("code", "start", "due", "sentence_vi", "sentence_en"),
    *("act", "article", "trace", "term"),
)
# Steps that end a term without doing what it was for.
_OUTCOMES = {
    courses.Step.WITHDRAW: Outcome.ENDED,
    courses.Step.TERMINATE: Outcome.ENDED,
    courses.Step.APPEAL: Outcome.ENDED,
    courses.Step.CLOSE: Outcome.ENDED,
    courses.Step.JOIN: Outcome.JOINED,
}


def running(petition: Petition) -> list[Deadline]:
    """Return the terms that run, those that stand included. One query."""
    rows = Deadline.objects.filter(petition=petition, ended_on__isnull=True)
    for row in (found := list(rows)):
        row.petition = petition
    return found


def nearest(rows: Iterable[Deadline]) -> datetime.date | None:
    """Return the first day the office is held to, None where no such term runs."""
    held = (row.due for row in rows if binds(row))
    return min(held, default=None)


def binds(row: Deadline) -> bool:
    """Say whether the office is held to a term: it runs, does not stand, is its own."""
    return row.ended_on is None and not row.stopped and row.code not in BEYOND


def receipt(petition: Petition) -> Transition:
    """Return the line by which such a letter is received, on the day it came."""
    return workflow.check(
        None,
        courses.Step.RECEIVE,
        Kind(petition.kind),
        instance=petition.instance,
        on=petition.received_on,
    )


def at_receipt(petition: Petition, calendar: Calendar) -> list[Deadline]:
    """Return the terms that run from a receipt, stored nowhere yet."""
    line, day = receipt(petition), petition.received_on
    codes = [*line.starts, *_on_condition(petition, line)]
    return _known(petition, line, codes, day, calendar)


def start(
    petition: Petition,
    rows: list[Deadline],
    line: Transition,
    on: datetime.date,
    calendar: Calendar,
) -> None:
    """Start the terms this line of the table starts; ``rows`` run already.

    What was joined to another letter by mistake takes its old terms up again. The
    same term, running already, is counted anew. Raises DeadlineUnknown for the
    first, which decides; what the law of that day did not have else is left out.
    """
    runs = {of(row).code for row in rows} & _FROM_RECEIPT
    codes = [*line.starts, *_on_condition(petition, line)]
    codes = [code for code in codes if code not in runs]
    if line.step is courses.Step.SEPARATE:
        codes = _taken_up(petition, rows, codes)
    made = _known(petition, line, codes, on, calendar)
    again = {of(row).code for row in made}
    end([row for row in rows if of(row).code in again], on, Outcome.REPLACED)
    rows += Deadline.objects.bulk_create(made)


def _known(
    petition: Petition,
    line: Transition,
    codes: Iterable[str],
    on: datetime.date,
    calendar: Calendar,
) -> list[Deadline]:
    made = []
    for code in codes:
        day = petition.received_on if code in _FROM_RECEIPT else on
        try:
            made.append(_begun(petition, code, day, calendar()))
        except DeadlineUnknown:
            if code in line.starts[:1]:
                raise
    return made


def _on_condition(petition: Petition, line: Transition) -> list[str]:
    holds = {
        "forwarded": bool(petition.forwarder),
        "regulation": petition.subject == Subject.REGULATION,
    }
    return [code for condition, code in line.starts_if if holds[condition]]


def _begun(
    petition: Petition, code: str, on: datetime.date, calendar: WorkingCalendar
) -> Deadline:
    found = deadlines.compute_for_now(
        code,
        on,
        calendar,
        received=petition.received_on,
        remote=petition.unit.remote_on(petition.received_on),
        complex=petition.hard,
        disciplinary=petition.subject in DISCIPLINARY,
        dismissal=petition.subject == Subject.DISMISSAL,
    )
    return Deadline(petition=petition, start=on, **columns(found))


def _taken_up(
    petition: Petition, rows: list[Deadline], codes: Sequence[str]
) -> list[str]:
    """Let the terms of a copy run on, and return the codes of those it had none of.

    Who wrote it does not pay for the mistake.
    """
    stopped = Deadline.objects.filter(petition=petition, outcome=Outcome.JOINED)
    for row in stopped:
        row.petition = petition
        if of(row).code in codes:
            row.ended_on, row.outcome = None, ""
            row.save(update_fields=["ended_on", "outcome"])
            rows.append(row)
    return [code for code in codes if code not in {of(row).code for row in rows}]


def columns(found: deadlines.Deadline) -> dict[str, object]:
    """Return what is stored of a deadline beside its petition and start."""
    return {
        "code": found.code,
        "due": found.due,
        "sentence_vi": found.sentence["vi"],
        "sentence_en": found.sentence["en"],
        "act": found.act,
        "article": found.article,
        "trace": [dict(line) for line in found.trace],
        "term": found.term.to_json(),
        "stopped": found.term.stopped is not None,
    }


def plain(row: Deadline) -> dict[str, object]:
    """Return a term's columns beside its petition, for another way to store it."""
    return {name: getattr(row, name) for name in _PLAIN}


def follow(
    rows: Sequence[Deadline],
    line: Transition,
    on: datetime.date,
    calendar: Calendar,
    *,
    ground: str = "",
    document: str = "",
) -> None:
    """End, stop or let go on the terms that run, as this line of the table says.

    Nothing runs on past the end of a course. Raises `changes.NotAllowed`.
    """
    ended = []
    closed = line.target is courses.State.CLOSED
    for row in rows:
        code = of(row).code
        if code in line.ends or closed:
            ended.append(row)
        elif code in line.pauses:
            stopped = changes.suspend(
                of(row), calendar(), on=on, ground=ground, decision=document
            )
            store(row, stopped)
        elif code in line.resumes:
            store(row, changes.resume(of(row), calendar(), on=on))
    end(ended, on, _OUTCOMES.get(line.step, Outcome.MET))


def lengthen(
    rows: Sequence[Deadline],
    determination: Determination,
    on: datetime.date,
    calendar: Calendar,
    document: str = "",
) -> None:
    """Give a matter determined to be complex its longer term, in place.

    Raises `changes.NotAllowed`: nothing runs, too late, too few criteria.
    """
    own = [row for row in rows if row.code not in BEYOND]
    named = [row for row in own if row.code in determination.terms]
    for row in named or own[:1]:
        longer = changes.extend(
            of(row), calendar(), determination=determination, on=on, decision=document
        )
        store(row, longer)
    if not own:
        raise changes.NotAllowed(
            "Không có thời hạn nào đang chạy.", "No term is running."
        )


def exchange(
    petition: Petition,
    rows: list[Deadline],
    line: Transition,
    on: datetime.date,
    calendar: Calendar,
) -> None:
    """Give a letter that turned out to be of another kind the terms of that kind.

    ``line`` is how the new kind is received; what both kinds have in common runs on,
    and what was done in time stays done.
    """
    gone = [row for row in rows if of(row).code not in line.starts]
    end(gone, on, Outcome.REPLACED)
    met = Deadline.objects.filter(petition=petition, outcome=Outcome.MET)
    had = {of(row).code for row in (*met, *rows) if row.outcome != Outcome.REPLACED}
    left = replace(line, starts=tuple(c for c in line.starts if c not in had))
    start(petition, rows, left, petition.received_on, calendar)


def concern(
    petition: Petition,
    rows: Iterable[Deadline],
    on: datetime.date,
    calendar: Calendar,
) -> None:
    """Count the running terms by what the letter is about now."""
    discipline = petition.subject in DISCIPLINARY
    dismissal = petition.subject == Subject.DISMISSAL
    for row in rows:
        known = of(row)
        now = replace(known, disciplinary=discipline, dismissal=dismissal)
        if now != known:
            store(row, deadlines.reckon_for_now(now, calendar()))
    if petition.subject != Subject.REGULATION:
        end((row for row in rows if row.code in _FROM_RECEIPT), on, Outcome.REPLACED)


def end(rows: Iterable[Deadline], on: datetime.date, outcome: Outcome) -> None:
    """End terms; those that were not the office's own are never said to be met."""
    own: dict[Outcome, list[int]] = {}
    for row in rows:
        lapses = row.code in BEYOND and outcome is Outcome.MET
        row.ended_on = on
        row.outcome = Outcome.ENDED if lapses else outcome
        own.setdefault(Outcome(row.outcome), []).append(row.pk)
    for said, keys in own.items():
        ended = Deadline.objects.filter(pk__in=keys)
        ended.update(ended_on=on, outcome=said)


def past(rows: Iterable[Deadline], line: Transition, today: datetime.date) -> bool:
    """Say whether a running term that this line ends ran out before today."""
    ends = (row for row in rows if binds(row) and of(row).code in line.ends)
    return any(row.due < today for row in ends)


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
        remote=petition.unit.remote_on(petition.received_on),
        complex=petition.hard,
    )


def stage(row: Deadline, today: datetime.date) -> lateness.Lateness:
    """Say whether a term is late: on the day it ended, else today."""
    return lateness.stage(of(row), row.due, row.ended_on or today)


def store(row: Deadline, found: deadlines.Deadline) -> None:
    """Store a term as it is counted now, in place."""
    for name, value in columns(found).items():
        setattr(row, name, value)
    row.save()
