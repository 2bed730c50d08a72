"""How one step is taken: lock, check, append, run the clock, write the journal.

Only the services call this; it is the one place that writes ``Petition.state``.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NotRequired, TypedDict

from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import workflow
from danvan.core.casework.complexity import Determination
from danvan.core.casework.workflow import Kind, State
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import needs, terms
from danvan.petitions.codes import SUBJECTS
from danvan.petitions.models import Assignment, Deadline, Petition, Reply, Step


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
    """What stands beside a step; all of it optional, but see `needs`.

    ``file`` puts more on file with the step, in the same transaction.
    """

    note: str
    reasons: Sequence[str]
    to_name: str
    reply: str
    document: str
    unit: Unit
    changes: Mapping[str, str | bool | int | datetime.date | None]
    given: needs.Given
    determination: Determination
    file: Callable[[Petition, Step], object]


def take(verb: workflow.Step, words: Words, turn: Turn) -> Petition:
    """Take one step, in the caller's transaction, and return the petition.

    Raises SomebodyWasFirst, StepNotAllowed, `changes.NotAllowed` (the law's reason
    by language) and Petition.DoesNotExist; nothing is stored then.
    """
    petition = locked(turn)
    before = (petition.state, petition.due, petition.kind)
    today, calendar = timezone.localdate(turn["now"]), partial(_calendar, turn)
    line = workflow.check(
        State(petition.state),
        verb,
        Kind(petition.kind),
        instance=petition.instance,
        on=today,
    )
    given = needs.Given(reasons=words.get("reasons", ()))
    given |= words.get("given", {})
    needs.check(line, given, petition, today, calendar)
    for field, value in words.get("changes", {}).items():
        setattr(petition, field, value)
    if petition.subject not in SUBJECTS[petition.kind]:
        petition.subject = ""
    petition.state, petition.version = line.target, petition.version + 1
    _run_clock(petition, line, before[2], words, turn)
    petition.save()
    step = _append(petition, verb, State(before[0]), words, turn)
    if "file" in words:
        words["file"](petition, step)
    _journal(petition, line, before, words, turn)
    return petition


def append_first(petition: Petition, turn: Turn) -> None:
    """Write the step with which a petition begins, and start its terms."""
    _step(petition, workflow.Step.RECEIVE, "", {}, turn)
    rows: list[Deadline] = []
    line, calendar = terms.receipt(petition), partial(_calendar, turn)
    terms.start(petition, rows, line, petition.received_on, calendar)
    petition.due = terms.nearest(rows)


def _run_clock(
    petition: Petition,
    line: workflow.Transition,
    kind: str,
    words: Words,
    turn: Turn,
) -> None:
    today, calendar = timezone.localdate(turn["now"]), partial(_calendar, turn)
    rows = terms.running(petition)
    if petition.kind != kind:
        terms.exchange(petition, rows, terms.receipt(petition), today, calendar)
    terms.concern(petition, rows, today, calendar)
    given = words.get("given", {})
    document = words.get("document", "")
    terms.follow(
        rows,
        line,
        today,
        calendar,
        ground=given.get("ground", ""),
        document=document,
    )
    if found := words.get("determination"):
        terms.lengthen(rows, found, today, calendar, document)
    start = petition.received_on if line.step is workflow.Step.SEPARATE else today
    terms.start(petition, rows, line, start, calendar)
    petition.due = terms.nearest(rows)


def _calendar(turn: Turn) -> WorkingCalendar:
    if "calendar" not in turn:
        turn["calendar"] = working_calendar()
    return turn["calendar"]


def locked(turn: Turn) -> Petition:
    """Lock the petition; raises SomebodyWasFirst if it is not the version shown."""
    rows = Petition.objects.select_for_update(of=("self",)).select_related("unit")
    petition = rows.get(pk=turn["petition"])
    if petition.version != turn["version"]:
        raise SomebodyWasFirst
    return petition


def _append(
    petition: Petition, verb: workflow.Step, source: State, words: Words, turn: Turn
) -> Step:
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
    return step


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
