"""What the templates of the room show, put together as plain values."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import deadlines, reception
from danvan.core.casework.deadlines import Deadline, DeadlineUnknown, without_end
from danvan.orgs.selectors import working_calendar
from danvan.receptions import labels, selectors
from danvan.receptions.models import Appointment, Session, State
from danvan.receptions.visits import Outcome, Visit

Words = Promise | str
_MOST = 100  # visits of a day on one page


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as a list shows it; ``late``: published too late, or not yet and due."""

    session: Session
    hours: str
    who: str
    kind: Words
    state: Words
    colour: str
    came: int
    publish_by: datetime.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One row of the reception book."""

    visit: Visit
    content: Words
    outcome: Words


@dataclass(frozen=True, slots=True)
class Demand:
    """Something to be done before or after a session, by when, on what ground."""

    code: str
    words: str
    law: str
    due: datetime.date | None
    done: datetime.date | None
    paper: str = ""


def session_rows(sessions: Sequence[Session], today: datetime.date) -> list[SessionRow]:
    """Return sessions with what is wrong about their publication."""
    calendar = working_calendar()
    return [_row(session, today, calendar) for session in sessions]


def _row(session: Session, today: datetime.date, calendar: Any) -> SessionRow:
    by = publish_by(session, calendar) if session.by_leader else None
    shown = session.published_on
    unknown = getattr(session, "came", 0)
    return SessionRow(
        session=session,
        hours=f"{session.starts:%H:%M}–{session.ends:%H:%M}",
        who=labels.post(session.post),
        kind=labels.KINDS[session.kind],
        state=labels.STATES[session.state],
        colour=labels.COLOURS[session.state],
        came=unknown,
        publish_by=by,
        late=by is not None and (shown > by if shown else today > by),
    )


def publish_by(session: Session, calendar: Any) -> datetime.date | None:
    """Return the last day to publish (DL-TCD-05); None before the law was in force."""
    try:
        return deadlines.compute_for_now("DL-TCD-05", session.on, calendar).due
    except DeadlineUnknown:
        return None


def visit_rows(visits: Sequence[Visit]) -> list[VisitRow]:
    """Return the rows of the book in words."""
    return [
        VisitRow(v, labels.CONTENTS[v.content], labels.OUTCOMES[v.outcome])
        for v in visits
    ]


def of_today(viewer: Viewer, today: datetime.date) -> Mapping[str, Any]:
    """Return today's sessions, who is expected and what was written down."""
    found = list(selectors.sessions(viewer, today, today))
    filters = selectors.Filters(since=today, until=today)
    visits = list(selectors.book(viewer, filters)[:_MOST])
    expected = selectors.appointments(viewer, found)
    return {
        "today": today,
        "sessions": session_rows(found, today),
        "waiting": [a for a in expected if a.arrived_at and not _seen(a, visits)],
        "expected": [a for a in expected if not a.arrived_at],
        "visits": visit_rows(visits),
        "may_register": viewer.may(Right.RECEPTIONS_REGISTER),
        "may_plan": viewer.may(Right.RECEPTIONS_PLAN),
    }


def _seen(appointment: Appointment, visits: Sequence[Visit]) -> bool:
    """Whether who booked was received since: the same telephone in today's book."""
    arrived = appointment.arrived_at
    return arrived is not None and any(
        v.phone_key == appointment.phone_key and v.received_at >= arrived
        for v in visits
    )


def of_session(viewer: Viewer, session: Session) -> Mapping[str, Any]:
    """Return what the page of a session shows."""
    today = timezone.localdate()
    visits = selectors.book(viewer, selectors.Filters()).filter(session=session)
    rows = visit_rows(list(visits))
    return {
        "row": _row(session, today, working_calendar()),
        "session": session,
        "visits": rows,
        "empty": not rows,
        "slots": selectors.slots(viewer, [session]),
        "expected": selectors.appointments(viewer, [session]),
        "demands": _demands(session),
        "ground": dict(labels.unscheduled(session.on)).get(session.ground, ""),
        "may_plan": viewer.may(Right.RECEPTIONS_PLAN, session.unit_id),
        "may_register": viewer.may(Right.RECEPTIONS_REGISTER, session.unit_id),
        "over": session.on <= today,
        "concludes": reception.conclusion_due(session.on, leader=session.by_leader)
        and session.state in {State.HELD, State.DELEGATED},
        **clock(today),
    }


def clock(today: datetime.date) -> Mapping[str, Any]:
    """Return what a deadline light needs beside the date."""
    return {"today": today, "calendar": without_end(working_calendar())}


def of_visit(viewer: Viewer, visit: Visit) -> Mapping[str, Any]:
    """Return what the page of a visit shows."""
    term = term_of(visit)
    return {
        "visit": visit,
        "content": labels.CONTENTS[visit.content],
        "outcome": labels.OUTCOMES[visit.outcome],
        "competence": labels.COMPETENCES[visit.competence],
        "ground": labels.refusal(visit.ground, visit.on),
        "who": labels.post(visit.session.post),
        "present": list(visit.present.all()),
        "term": term,
        "sentence": labels.say(term.sentence) if term else "",
        "may_register": viewer.may(Right.RECEPTIONS_REGISTER, visit.unit_id),
        "may_petition": viewer.may(Right.PETITIONS_REGISTER, visit.unit_id)
        and visit.petition is None
        and visit.outcome != Outcome.REFUSED,
        "refused": visit.outcome == Outcome.REFUSED,
        **clock(timezone.localdate()),
    }


def term_of(visit: Visit) -> Deadline | None:
    """Return the term of a visit with its sentence; None where it has none."""
    if not visit.due_code:
        return None
    return deadlines.compute_for_now(visit.due_code, visit.on, working_calendar())


def _demands(session: Session) -> list[Demand]:
    """Return what an online session asks for, in order."""
    if not session.online:
        return []
    done = {"notice": session.noticed_on, "link_test": session.tested_on}
    codes = {"notice": "DL-TCD-06", "link_test": "DL-TCD-07"}
    return [
        Demand(
            code=step.code if step.code in codes else "",
            words=labels.say(step.words),
            law=labels.law(step.ground),
            due=_due(codes.get(step.code, ""), session.on),
            done=done.get(step.code),
            paper="online-notice" if step.code == "notice" else "",
        )
        for step in reception.online_steps()
    ]


def _due(code: str, on: datetime.date) -> datetime.date | None:
    if not code:
        return None
    try:
        return deadlines.compute_for_now(code, on, working_calendar()).due
    except DeadlineUnknown:
        return None
