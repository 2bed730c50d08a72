"""The law's course of a sealed case: one step at a time, in the unit that has it."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.rights import Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.courses import Course, Step, Transition, find
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.vault import conflicts, course_notes, course_terms, lines, opening
from danvan.vault.course_rules import (
    DEMAND_REPORT,
    FORWARDER,
    REVIEW,
    Day,
    NotAllowed,
    Said,
    Seat,
    Standing,
    check,
    effects,
    outside,
)
from danvan.vault.course_selectors import At, look
from danvan.vault.errors import Refused
from danvan.vault.models import SealedCase, SealedStep
from danvan.vault.opening import Ask, Door
from danvan.vault.scope import scoped, seen_by
from danvan.vault.services.assigning import assign


def take_step(
    *,
    case_id: uuid.UUID,
    step: Step,
    said: Said,
    on: datetime.date,
    viewer: Viewer,
    now: datetime.datetime,
    seq: int | None = None,
    ask: Ask | None = None,
    note: str = "",
) -> SealedStep:
    """Take one step of the course. ``seq`` is that of the last step the page showed.

    A note, or a body it goes to, wants the story open (``ask``): the one is sealed
    under its key, the other held against whom it accuses; each under its own line.
    Raises `Refused` (``open_first``, ``accused`` and those of `opening`), NotAllowed
    of the rules (``first``: somebody was first) and of `changes`.
    """
    calendar = working_calendar()
    with seen_by(viewer):
        at = look(case_id, viewer)
        _not_overtaken(at, seq)
        if step is Step.TRANSFER and said.to:
            raise NotAllowed("need", "forward")  # `pass_on` gives the keys with it
        check(*_asked(at, step, said, on, now))
    door = _door(at, said, ask, note, now)
    with transaction.atomic(), seen_by(viewer):
        at = locked(case_id, viewer)
        _not_overtaken(at, seq)
        begin(at, viewer, now, calendar)
        if said.follow_up and step is Step.SCREEN:
            at = _become_follow_up(at, said, viewer, now, calendar)
        taken = _take(at, step, said, on, viewer, now, calendar, door, note)
        if step is Step.ASSIGN:
            user = User.objects.get(pk=uuid.UUID(said.officer))
            assign(case_id=case_id, user=user, viewer=viewer, now=now)
    return taken


def _not_overtaken(at: At, seq: int | None) -> None:
    if seq is not None and seq != at.seq:
        raise NotAllowed("first")


def locked(case_id: uuid.UUID, viewer: Viewer) -> At:
    """Lock a case against a step at the same time; inside a scope."""
    SealedCase.objects.select_for_update().get(pk=case_id)
    return look(case_id, viewer)


def forwarded_to(case: SealedCase, unit: Unit) -> bool:
    """Say whether the receiver's course forwarded the case there; inside its scope."""
    found = SealedStep.objects.filter(case=case, unit=case.receiver_id)
    return found.filter(step=Step.TRANSFER, facts__to=unit.code).exists()


def check_forward(at: At, to: Unit, now: datetime.datetime) -> None:
    """Raise NotAllowed unless the case may be forwarded to ``to`` now."""
    on = timezone.localdate(now)
    check(*_asked(at, Step.TRANSFER, Said(to=to.code), on, now))


def forward(at: At, to: Unit, viewer: Viewer, now: datetime.datetime) -> None:
    """Write the forwarding here and open the course there; inside both scopes."""
    calendar, on = working_calendar(), timezone.localdate(now)
    begin(at, viewer, now, calendar)
    said = Said(to=to.code)
    _take(at, Step.TRANSFER, said, on, viewer, now, calendar, None, "")
    if SealedStep.objects.filter(case=at.case, unit=to).exists():
        raise NotAllowed("forwarded")
    there = At(at.case, to, Standing(), frozenset(), 0, on)
    line = find(Course.DENUNCIATION, None, Step.RECEIVE, on)
    _append(there, line, {"from": at.unit.code}, on, viewer, now)
    for code in (*line.starts, FORWARDER):
        course_terms.begin(at.case, to, code, on, on, calendar)


def begin(
    at: At, viewer: Viewer, now: datetime.datetime, calendar: WorkingCalendar
) -> None:
    """Write the step with which the course begins, on the day of receipt."""
    if at.seq:
        return
    day = at.case.received_on
    line = find(Course.DENUNCIATION, None, Step.RECEIVE, day)
    _append(at, line, {}, day, viewer, now)
    for code in line.starts:
        course_terms.begin(at.case, at.unit, code, day, day, calendar)


def _take(
    at: At,
    step: Step,
    said: Said,
    on: datetime.date,
    viewer: Viewer,
    now: datetime.datetime,
    calendar: WorkingCalendar,
    door: Door | None,
    note: str,
) -> SealedStep:
    line = check(*(asked := _asked(at, step, said, on, now)))
    day = asked[-1]
    course_terms.apply(at.case, at.unit, effects(line, said, day), said, day, calendar)
    taken = _append(at, line, said.facts(), on, viewer, now, door, note)
    _copy(at, line)
    lines.write(
        by=viewer.actor(at.unit.pk),
        action="vault.step",
        record=at.case.record,
        changes={"stage": (str(at.standing.state), str(line.target))},
        why=str(step),
    )
    return taken


def _become_follow_up(
    at: At,
    said: Said,
    viewer: Viewer,
    now: datetime.datetime,
    calendar: WorkingCalendar,
) -> At:
    """Begin the course anew as a follow-up: reviewed in 20 days from receipt."""
    if at.standing.course is not Course.DENUNCIATION or at.standing.forwarded:
        raise NotAllowed("step")
    day = at.received
    line = find(Course.FOLLOW_UP, None, Step.RECEIVE, day)
    for term in course_terms.running(at.case, at.unit).values():
        course_terms.end(term, day, lapsed=True)
    _append(at, line, {"follow_up": True}, day, viewer, now)
    codes = (REVIEW, DEMAND_REPORT) if said.overdue else (REVIEW,)
    for code in codes:
        course_terms.begin(at.case, at.unit, code, day, day, calendar)
    _copy(at, line)
    return look(at.case.pk, viewer)


def _asked(
    at: At, step: Step, said: Said, on: datetime.date, now: datetime.datetime
) -> tuple[Standing, Step, Said, frozenset[Seat], Day]:
    day = Day(on, at.last, timezone.localdate(now), at.received, at.settle_due)
    return at.standing, step, said, at.seats, day


def _door(
    at: At, said: Said, ask: Ask | None, note: str, now: datetime.datetime
) -> Door | None:
    """Open the story where the step wants it; refuse a body that it accuses."""
    if at.case.on_paper or not (note or said.to):
        if note:
            raise Refused("open_first")
        return None
    if ask is None:
        raise Refused("open_first")
    door = opening.go_through(ask, now=now)
    if said.to:
        with scoped(user_id=door.user_id, units=[door.unit_id]):
            told = course_notes.told(door)
        unit = Unit.objects.get(code=said.to)
        if conflicts.accuses(told, unit, timezone.localdate(now), settles=True):
            opening.note_refusal(ask, "accused")
            raise Refused("accused")
    return door


def _append(
    at: At,
    line: Transition,
    facts: dict[str, object],
    on: datetime.date,
    viewer: Viewer,
    now: datetime.datetime,
    door: Door | None = None,
    note: str = "",
) -> SealedStep:
    last = SealedStep.objects.filter(case=at.case, unit=at.unit).order_by("seq").last()
    step = SealedStep(
        case=at.case,
        unit=at.unit,
        seq=last.seq + 1 if last else 1,
        course=line.course,
        step=line.step,
        before=line.source or "",
        after=line.target,
        on=on,
        at=now,
        by_id=uuid.UUID(viewer.user_id),
        act=line.ground.act,
        article=line.ground.article,
        facts=facts,
    )
    if note and door is not None:
        step.compartment = door.compartment
        step.note = course_notes.seal(note, step, at.unit.code, door)
    step.save(force_insert=True)
    return step


def _copy(at: At, line: Transition) -> None:
    """Copy where the receiver's course stands, and what may be told of it outside."""
    case, here = at.case, at.unit.pk == at.case.receiver_id
    given = here and at.given_on
    if here:
        case.course, case.stage = line.course, line.target
        terms = course_terms.running(case, at.unit).values()
        case.deadline = min((t.due for t in terms if t.due), default=None)
    case.state = outside(line.target, given_on=given or line.step is Step.TRANSFER)
    case.save(update_fields=["course", "stage", "deadline", "state"])
