"""How one step is taken: lock, check, append, run the clock, write the journal.

Only `services` calls this; it is the one place that writes ``Petition.state``.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import clock, deadlines, workflow
from danvan.core.casework.workflow import Kind, State
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions.models import (
    Assignment,
    Deadline,
    Outcome,
    Petition,
    Reply,
    Step,
)


class SomebodyWasFirst(Exception):
    """The petition was changed since the page was shown; look again."""


class Turn(TypedDict):
    """Who acts when on which version of which petition.

    ``version`` is the one the page showed; ``calendar`` spares a query where
    many steps are taken in a row.
    """

    petition: uuid.UUID
    version: int
    by: Actor
    now: datetime.datetime
    calendar: NotRequired[WorkingCalendar]


class Words(TypedDict, total=False):
    """What stands beside a step; all of it optional."""

    note: str
    reasons: Sequence[str]
    to_name: str
    reply: str
    document: str
    unit: Unit
    changes: Mapping[str, Any]


def take(verb: workflow.Step, words: Words, turn: Turn) -> Petition:
    """Take one step, in the caller's transaction, and return the petition.

    Raises SomebodyWasFirst, StepNotAllowed, Petition.DoesNotExist; nothing is
    stored then.
    """
    petition = locked(turn)
    before = (petition.state, petition.due, petition.kind)
    line = workflow.check(
        State(petition.state),
        verb,
        Kind(petition.kind),
        instance=petition.instance,
    )
    for field, value in words.get("changes", {}).items():
        setattr(petition, field, value)
    petition.state, petition.version = line.target, petition.version + 1
    today = timezone.localdate(turn["now"])
    if petition.kind != before[2]:
        _end_term(petition, today, Outcome.REPLACED)
        start_term(petition, workflow.Step.RECEIVE, petition.received_on, turn)
    _end_met_term(petition, verb, today)
    if verb is workflow.Step.SEPARATE:
        _take_up_term(petition)
    else:
        start_term(petition, verb, today, turn)
    petition.save()
    _append(petition, verb, State(before[0]), words, turn)
    _journal(petition, line, before, words, turn)
    return petition


def append_first(petition: Petition, turn: Turn) -> None:
    """Write the step with which a petition begins."""
    _step(petition, workflow.Step.RECEIVE, "", {}, turn)


def start_term(
    petition: Petition, verb: workflow.Step, start: datetime.date, turn: Turn
) -> None:
    """Start the legal term that this step starts, if any, on the saved petition."""
    code = clock.STARTS.get((Kind(petition.kind), verb))
    if code is None:
        return
    term = deadlines.compute_for_now(
        code,
        start,
        turn.get("calendar") or working_calendar(),
        remote=petition.unit.remote,
        complex=petition.hard,
    )
    petition.due = term.due
    Deadline.objects.create(
        petition=petition,
        code=code,
        start=start,
        due=term.due,
        sentence_vi=term.sentence["vi"],
        sentence_en=term.sentence["en"],
        act=term.act,
        article=term.article,
    )


def locked(turn: Turn) -> Petition:
    """Lock the petition; raises SomebodyWasFirst if it is not the version shown."""
    rows = Petition.objects.select_for_update(of=("self",)).select_related("unit")
    petition = rows.get(pk=turn["petition"])
    if petition.version != turn["version"]:
        raise SomebodyWasFirst
    return petition


def _end_met_term(petition: Petition, verb: workflow.Step, on: datetime.date) -> None:
    running = petition.deadlines.filter(ended_on__isnull=True).first()
    if running is not None and verb in clock.MEETS[running.code]:
        joined = verb is workflow.Step.JOIN
        _end_term(petition, on, Outcome.JOINED if joined else Outcome.MET)


def _end_term(petition: Petition, on: datetime.date, outcome: Outcome) -> None:
    running = petition.deadlines.filter(ended_on__isnull=True)
    running.update(ended_on=on, outcome=outcome)
    petition.due = None


def _take_up_term(petition: Petition) -> None:
    """Let the term of a copy run on: who wrote it does not pay for the mistake."""
    stopped = petition.deadlines.filter(outcome=Outcome.JOINED).first()
    if stopped is not None:
        stopped.ended_on, stopped.outcome = None, ""
        stopped.save(update_fields=["ended_on", "outcome"])
        petition.due = stopped.due


def _append(
    petition: Petition, verb: workflow.Step, source: State, words: Words, turn: Turn
) -> None:
    step = _step(petition, verb, source, words, turn)
    if reply := words.get("reply"):
        Reply.objects.create(
            petition=petition,
            step=step,
            text=reply,
            document=words.get("document", ""),
        )
    if verb is workflow.Step.ASSIGN:
        Assignment.objects.create(petition=petition, step=step, unit=words["unit"])


def _step(
    petition: Petition, verb: workflow.Step, source: str, words: Words, turn: Turn
) -> Step:
    return Step.objects.create(
        petition=petition,
        seq=petition.version,
        verb=verb,
        from_state=source,
        to_state=petition.state,
        at=turn["now"],
        on=timezone.localdate(turn["now"]),
        actor_id=turn["by"].id,
        actor_label=turn["by"].label,
        reasons=list(words.get("reasons", ())),
        to_name=words.get("to_name", ""),
        note=words.get("note", ""),
    )


def _journal(
    petition: Petition,
    line: workflow.Transition,
    before: tuple[str, datetime.date | None, str],
    words: Words,
    turn: Turn,
) -> None:
    state, due, kind = before
    changes: dict[str, journal.Change] = {"state": (state, line.target)}
    if petition.due != due:
        changes["due"] = (iso(due), iso(petition.due))
    if petition.kind != kind:
        changes["kind"] = (kind, petition.kind)
    if unit := words.get("unit"):
        changes["assigned"] = (None, unit.code)
    changes |= {w: journal.CHANGED for w in ("note", "reply") if words.get(w)}
    journal.write(
        by=turn["by"],
        action=f"petition.{line.step}",
        record=petition.record,
        changes=changes,
    )


def iso(day: datetime.date | None) -> str | None:
    """Return the day as the journal takes it."""
    return day.isoformat() if day else None
