"""What is done with sessions: planned, published, held, delegated, missed, concluded."""

import datetime
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.casework.duty import Post
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.receptions.errors import NotYet, SessionIsOver
from danvan.receptions.models import Kind, Session, Slot, State

CHANGED = journal.CHANGED


@dataclass(frozen=True, slots=True)
class Plan:
    """One session to be held; ``every`` minutes an hour to book, 0: none."""

    on: datetime.date
    starts: datetime.time
    ends: datetime.time
    place: str
    kind: Kind = Kind.REGULAR
    post: Post | None = None
    online: bool = False
    expected: str = ""
    participants: str = ""
    ground: str = ""
    every: int = 0
    seats: int = 1


@transaction.atomic
def plan(
    *,
    plans: Sequence[Plan],
    unit: Unit,
    by: Actor,
    today: datetime.date,
    synthetic: bool = False,
) -> list[Session]:
    """Make the sessions that do not stand yet; the same plan again makes none.

    A session stands where the unit has one of the same post, day and hour.
    """
    taken = set(
        Session.objects.filter(unit=unit, on__in={p.on for p in plans}).values_list(
            "on", "starts", "post"
        )
    )
    made = []
    for each in plans:
        if (each.on, each.starts, each.post or "") in taken:
            continue
        taken.add((each.on, each.starts, each.post or ""))
        made.append(_planned(each, unit, today, synthetic=synthetic))
    for session in made:
        journal.write(
            by=by,
            action="reception.plan",
            record=session.record,
            changes={
                "on": (None, session.on.isoformat()),
                "kind": (None, session.kind),
                "unit": (None, unit.code),
            },
        )
    return made


def hours(each: Plan) -> list[datetime.time]:
    """Return the hours of a session that can be booked."""
    if not each.every:
        return []
    start = datetime.datetime.combine(each.on, each.starts)
    end = datetime.datetime.combine(each.on, each.ends)
    step = datetime.timedelta(minutes=each.every)
    return [(start + n * step).time() for n in range((end - start) // step)]


@transaction.atomic
def publish(
    *, sessions: Iterable[uuid.UUID], by: Actor, today: datetime.date
) -> list[Session]:
    """Show planned sessions on the portal from today on; once each."""
    found = Session.objects.select_for_update().filter(
        pk__in=list(sessions), published_on__isnull=True, state=State.PLANNED
    )
    published = list(found.order_by("on", "starts"))
    for session in published:
        session.published_on = today
        session.save(update_fields=["published_on"])
        _line(by, session, "reception.publish", on=today.isoformat())
    return published


@transaction.atomic
def close(
    *,
    session: uuid.UUID,
    state: State,
    by: Actor,
    today: datetime.date,
    reason: str = "",
    delegate: str = "",
) -> Session:
    """Say what became of a session: held (also when nobody came), delegated, missed.

    Raises SessionIsOver where a session that took place becomes "missed" (whoever
    came, or came in confidence), NotYet where a session to come is said to be held,
    and ValueError without the reason of a missed or the deputy of a delegated session.
    """
    found = _locked(session)
    if state is State.HELD and found.on > today:
        raise NotYet
    reason, delegate = _clean(reason), _clean(delegate)
    if state is State.MISSED and found.state in {State.HELD, State.DELEGATED}:
        raise SessionIsOver
    if (state is State.MISSED and not reason) or (
        state is State.DELEGATED and not (delegate and found.by_leader)
    ):
        raise ValueError("a missed session has a reason, a delegated one a deputy")
    before = found.state
    found.state, found.reason = state, reason
    found.delegate = delegate if state is State.DELEGATED else ""
    found.save(update_fields=["state", "reason", "delegate"])
    journal.write(
        by=by,
        action="reception.close",
        record=found.record,
        changes={"state": (before, str(state)), "reason": CHANGED},
    )
    return found


@transaction.atomic
def conclude(
    *, session: uuid.UUID, conclusion: str, by: Actor, today: datetime.date
) -> Session:
    """Keep what the leader concluded; the notice is printed from it (article 25.2)."""
    found = _locked(session)
    found.conclusion = _clean(conclusion)
    if not found.conclusion:
        raise ValueError("a conclusion says something")
    found.concluded_on = today
    found.save(update_fields=["conclusion", "concluded_on"])
    _line(by, found, "reception.conclude", concluded_on=today.isoformat())
    return found


@transaction.atomic
def mark(*, session: uuid.UUID, step: str, by: Actor, today: datetime.date) -> Session:
    """Note that an online session was told of (``notice``) or its link tested."""
    found = _locked(session)
    field = {"notice": "noticed_on", "link_test": "tested_on"}[step]
    setattr(found, field, today)
    found.save(update_fields=[field])
    _line(by, found, "reception.prepare", **{field: today.isoformat()})
    return found


def _planned(
    each: Plan, unit: Unit, today: datetime.date, *, synthetic: bool
) -> Session:
    said = {
        f.name: getattr(each, f.name)
        for f in fields(each)
        if f.name not in {"every", "seats", "post"}
    }
    words = {n: _clean(v) for n, v in said.items() if type(v) is str}
    session = Session.objects.create(
        **{**said, **words},
        post=each.post or "",
        unit=unit,
        planned_on=today,
        synthetic=synthetic,
    )
    Slot.objects.bulk_create(
        Slot(session=session, starts=hour, seats=each.seats) for hour in hours(each)
    )
    return session


def _locked(session: uuid.UUID) -> Session:
    return Session.objects.select_for_update().get(pk=session)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _line(by: Actor, session: Session, action: str, **changes: str) -> None:
    journal.write(
        by=by,
        action=action,
        record=session.record,
        changes={name: (None, value) for name, value in changes.items()},
    )
