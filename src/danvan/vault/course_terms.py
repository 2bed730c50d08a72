"""The terms of a sealed case: started, ended, stopped, lengthened, each with its trace."""

import datetime
from dataclasses import replace

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import changes, deadlines
from danvan.core.casework import term as terms
from danvan.core.casework.complexity import Criterion, determine
from danvan.core.casework.courses import Kind
from danvan.core.casework.deadlines import Deadline
from danvan.core.casework.term import Term
from danvan.orgs.models import Unit
from danvan.vault.course_rules import CHECK, SETTLE, Day, Effects, Said
from danvan.vault.models import SealedCase, SealedTerm, TermOutcome


def running(case: SealedCase, unit: Unit) -> dict[str, SealedTerm]:
    """Return the terms that run in a unit, by code; one query, inside the scope."""
    found = SealedTerm.objects.filter(case=case, unit=unit, ended=None)
    return {term.code: term for term in found}


def apply(
    case: SealedCase,
    unit: Unit,
    effect: Effects,
    said: Said,
    day: Day,
    calendar: WorkingCalendar,
) -> None:
    """Do to the terms what a step does. Raises `changes.NotAllowed`."""
    held = running(case, unit)
    if effect.places and CHECK in held:
        _store(held[CHECK], _reckon(replace(_term(held[CHECK]), places=True), calendar))
    if (settle := held.get(SETTLE)) is not None:
        _change(settle, effect, said, day, calendar)
    for code in effect.ends & held.keys():
        end(held[code], day.on, lapsed=effect.lapses)
    for code, start in effect.starts:
        begin(case, unit, code, start, day.received, calendar)


def begin(
    case: SealedCase,
    unit: Unit,
    code: str,
    start: datetime.date,
    received: datetime.date,
    calendar: WorkingCalendar,
) -> None:
    """Start a term; the same one, running already, is counted anew from ``start``."""
    counted = _reckon(
        Term(code, start, received, remote=unit.remote_on(received)), calendar
    )
    former = SealedTerm.objects.filter(case=case, unit=unit, code=code, ended=None)
    for term in former:
        end(term, start, lapsed=True)
    term = SealedTerm(case=case, unit=unit, code=code, start=start)
    _store(term, counted)


def end(term: SealedTerm, on: datetime.date, *, lapsed: bool = False) -> None:
    """End a term on a day: met, late, or fallen away with its matter."""
    late = term.due is not None and on > term.due
    term.outcome = TermOutcome.LATE if late else TermOutcome.MET
    if lapsed and not late:
        term.outcome = TermOutcome.LAPSED
    term.ended = on
    term.save(update_fields=["ended", "outcome"])


def sentence(term: SealedTerm, calendar: WorkingCalendar, language: str) -> str:
    """Say how the term is counted."""
    return _reckon(_term(term), calendar).sentence[language]


def _change(
    settle: SealedTerm,
    effect: Effects,
    said: Said,
    day: Day,
    calendar: WorkingCalendar,
) -> None:
    term = _term(settle)
    if effect.extends:
        level = determine(Kind.DENUNCIATION, map(Criterion, said.criteria), day.on)
        _store(
            settle,
            changes.extend(
                term, calendar, determination=level, on=day.on, days=said.days,
                decision=said.decision,
            ),
        )  # fmt: skip
    elif effect.pauses and settle.due is not None and day.on <= settle.due:
        ground = ", ".join(said.reasons)
        stopped = changes.suspend(
            term, calendar, on=day.on, ground=ground, decision=said.decision
        )
        _store(settle, stopped)
    elif effect.resumes and term.stopped is not None:
        _store(settle, changes.resume(term, calendar, on=day.on))


def _reckon(term: Term, calendar: WorkingCalendar) -> Deadline:
    return deadlines.reckon_for_now(term, calendar)


def _term(row: SealedTerm) -> Term:
    return terms.from_json(row.term)


def _store(row: SealedTerm, counted: Deadline) -> None:
    row.due = None if counted.term.stopped else counted.due
    row.term, row.trace = counted.term.to_json(), list(counted.trace)
    row.save()
