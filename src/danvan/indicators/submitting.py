"""Everything that moves a submission on its way up the levels."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.indicators import approval, chains, closing
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.chains import Sheet
from danvan.files import services as files
from danvan.files.services import Taken
from danvan.indicators import moving, owing, spans
from danvan.indicators.errors import BadDays, Closed, NoReason, NothingFilled
from danvan.indicators.models import (
    Action,
    DueDay,
    Line,
    LockException,
    Submission,
    Value,
)
from danvan.journal import services as journal
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Signed:
    """One line as it is signed; ``amount`` None is left empty, which is not zero."""

    code: str
    value: Value | None
    amount: Decimal | None
    nothing: bool = False
    note: str = ""


@transaction.atomic
def opened(
    *,
    unit: Unit,
    sheet: Sheet,
    period: periods.Period,
    by: Actor,
    now: datetime.datetime,
) -> Submission:
    """Return a unit's submission, made on the first call.

    It covers the period's days on which the unit stood. Raises Closed before the
    period begins and after the window, and `approval.NotAllowed` where the unit does
    not owe the sheet.
    """
    _wait(unit, sheet, period)
    row = Submission.objects.filter(
        unit=unit, sheet=sheet.id, period__key=period.key
    ).first()
    if row is not None:
        return row
    owed = moving.must_owe(unit, sheet, period)
    closure = owing.closed(unit, sheet, period, closing.day_of(now))
    if closure:
        raise Closed(closure)
    row = Submission.objects.create(
        unit=unit,
        sheet=sheet.id,
        period=spans.used(period),
        start=max(period.start, unit.valid_from or period.start),
        end=period.end,
        due=owed.due,
    )
    moving.step(row, Action.OPEN, by, now)
    return row


def _wait(unit: Unit, sheet: Sheet, period: periods.Period) -> None:
    """Let two who begin the same sheet wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"submission {unit.pk} {sheet.id} {period.key}"],
        )


@transaction.atomic
def sign(
    *,
    submission: Submission,
    lines: Sequence[Signed],
    by: Actor,
    now: datetime.datetime,
) -> Submission:
    """Record who stands for the figures, and the figures.

    Raises Closed (also while the days they cover are not over), NothingFilled without
    any line that says something, `approval.NotAllowed`.
    """
    row, standing = moving.held(submission)
    moving.must_be_open(row, now)
    if closure := closing.unfinished(row.end, closing.day_of(now)):
        raise Closed(closure)
    if not any(s.amount is not None or s.nothing or s.note for s in lines):
        raise NothingFilled
    step = moving.go(row, standing, Move.SIGN, by, now)
    Line.objects.bulk_create(
        Line(
            step=step,
            code=s.code,
            value=s.value,
            amount=Decimal(0) if s.nothing else s.amount,
            nothing=s.nothing,
            note=s.note.strip(),
        )
        for s in lines
    )
    return row


@transaction.atomic
def unsign(*, submission: Submission, by: Actor, now: datetime.datetime) -> Submission:
    """Open a signed sheet again, not sent yet; raises Closed, `approval.NotAllowed`."""
    row, standing = moving.held(submission)
    moving.must_be_open(row, now)
    moving.go(row, standing, Move.UNSIGN, by, now)
    return row


@transaction.atomic
def send(
    *, submission: Submission, reason: str = "", by: Actor, now: datetime.datetime
) -> Submission:
    """Send a signed sheet up.

    The first time decides whether it came on time, by the due day known then. Raises
    Closed, `approval.NotAllowed`, and NoReason where units below are missing and
    nothing is said about it.
    """
    row, standing = moving.held(submission)
    moving.must_be_open(row, now)
    sheet, period = chains.by_id(row.sheet), row.period.known
    if row.sent_at is None:
        row.due, row.sent_at = owing.window(row.unit, sheet, period).due, now
    moving.go(row, standing, Move.SEND, by, now, reason)
    return row


@transaction.atomic
def give_back(
    *, submission: Submission, reason: str, by: Actor, now: datetime.datetime
) -> Submission:
    """Return a sheet to be corrected, saying why; raises NoReason, `NotAllowed`."""
    return _plain(submission, Move.RETURN, by, now, reason)


@transaction.atomic
def approve(*, submission: Submission, by: Actor, now: datetime.datetime) -> Submission:
    """Approve what came from below; locked for the unit. Raises `NotAllowed`."""
    return _plain(submission, Move.APPROVE, by, now)


@transaction.atomic
def unapprove(
    *, submission: Submission, reason: str, by: Actor, now: datetime.datetime
) -> Submission:
    """Take an approval back, saying why.

    Raises NoReason, and `approval.NotAllowed` once it was accepted or a higher level
    has the sheet it went into.
    """
    return _plain(submission, Move.UNAPPROVE, by, now, reason)


@transaction.atomic
def accept(*, submission: Submission, by: Actor, now: datetime.datetime) -> Submission:
    """Take an approved sheet into the place's own; raises `approval.NotAllowed`."""
    return _plain(submission, Move.ACCEPT, by, now)


@transaction.atomic
def unaccept(
    *, submission: Submission, by: Actor, now: datetime.datetime
) -> Submission:
    """Take a sheet out of the place's own again; raises `approval.NotAllowed`."""
    return _plain(submission, Move.UNACCEPT, by, now)


@transaction.atomic
def lock(*, submission: Submission, by: Actor, now: datetime.datetime) -> Submission:
    """Conclude an approved sheet; raises `approval.NotAllowed`."""
    return _plain(submission, Move.LOCK, by, now)


@transaction.atomic
def unlock(
    *, submission: Submission, reason: str, by: Actor, now: datetime.datetime
) -> Submission:
    """Open a concluded sheet to being unapproved; raises NoReason, `NotAllowed`."""
    return _plain(submission, Move.UNLOCK, by, now, reason)


@transaction.atomic
def attach_paper(
    *, submission: Submission, paper: str, by: Actor, now: datetime.datetime
) -> Submission:
    """Tie the id of the file with the signed PDF to it; raises `NotAllowed`."""
    row, standing = moving.held(submission)
    moving.go(row, standing, Move.ATTACH, by, now, paper=paper)
    return row


class NotPdf(ValueError):
    """What is attached as signed is no PDF."""


@transaction.atomic
def attach(
    *, submission: Submission, taken: Taken, by: Actor, now: datetime.datetime
) -> Submission:
    """Keep the signed PDF that passed the gate; raises NotPdf, `NotAllowed`."""
    if taken.content_type != "application/pdf":
        raise NotPdf
    row = attach_paper(submission=submission, paper=str(taken.id), by=by, now=now)
    files.record(taken=taken, owner=row.record, by=by)
    return row


def _plain(
    submission: Submission,
    move: Move,
    by: Actor,
    now: datetime.datetime,
    reason: str = "",
) -> Submission:
    row, standing = moving.held(submission)
    moving.go(row, standing, move, by, now, reason)
    return row


@transaction.atomic
def cover(
    *,
    submission: Submission,
    start: datetime.date,
    end: datetime.date,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> Submission:
    """Say which days the figures really cover, and why they are not the period's.

    Raises NoReason, BadDays, Closed, `approval.NotAllowed` once it is signed.
    """
    row, standing = moving.held(submission)
    moving.must_be_open(row, now)
    if not approval.may(Move.SIGN, standing, approval.Seat.OWN):
        raise approval.NotAllowed("signed")
    if not reason.strip():
        raise NoReason
    if not start <= end or end < row.period.start or start > row.period.end:
        raise BadDays
    before = (row.start, row.end)
    row.start, row.end = start, end
    row.save(update_fields=["start", "end"])
    changes: dict[str, journal.Change] = {
        "start": (before[0].isoformat(), start.isoformat()),
        "end": (before[1].isoformat(), end.isoformat()),
    }
    moving.step(row, Action.DAYS, by, now, reason, changes=changes)
    return row


@transaction.atomic
def allow_late(
    *,
    unit: Unit,
    sheet: Sheet,
    period: periods.Period,
    until: datetime.date,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> LockException:
    """Let a unit send after the window closed, to the end of a day, for a reason.

    Raises NoReason, BadDays for a day gone by, `approval.NotAllowed` for somebody who
    does not stand above the unit.
    """
    if not reason.strip():
        raise NoReason
    if until < closing.day_of(now):
        raise BadDays
    moving.must_owe(unit, sheet, period)
    moving.must_stand(by, unit, approval.Seat.ABOVE)
    row = LockException.objects.create(
        unit=unit,
        sheet=sheet.id,
        period=spans.used(period),
        until=until,
        reason=reason.strip(),
        by=by.label,
        at=now,
    )
    journal.write(
        by=by,
        action="sheets.allow-late",
        record=f"indicators.lockexception:{row.pk}",
        changes={
            "unit": (None, unit.code),
            "sheet": (None, sheet.id),
            "period": (None, period.key),
            "until": (None, until.isoformat()),
            "reason": journal.CHANGED,
        },
    )
    return row


@transaction.atomic
def set_due(
    *,
    place: Unit,
    sheet: Sheet,
    period: periods.Period,
    due: datetime.date,
    closes: datetime.date | None = None,
    decision: str,
    by: Actor,
    now: datetime.datetime,
) -> DueDay:
    """Set by when a place's units owe a sheet, by the place's decision.

    The last decision holds. Raises NoReason without its number, BadDays where the day
    lies before the period or after the national one, or the window closes before it.
    """
    if not decision.strip():
        raise NoReason
    national = period.due.get("commune")
    after = national is not None and due > national
    if due < period.start or after or (closes is not None and closes < due):
        raise BadDays
    row = DueDay.objects.create(
        place=place,
        sheet=sheet.id,
        period=spans.used(period),
        due=due,
        closes=closes,
        decision=decision.strip(),
        by=by.label,
        at=now,
    )
    journal.write(
        by=by,
        action="sheets.set-due",
        record=f"indicators.dueday:{row.pk}",
        changes={
            "place": (None, place.code),
            "sheet": (None, sheet.id),
            "period": (None, period.key),
            "due": (None, due.isoformat()),
            "closes": (None, closes.isoformat() if closes else None),
        },
        why=row.decision,
    )
    return row
