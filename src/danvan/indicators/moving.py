"""One step of a submission: lock the row, ask the table, append, write the journal."""

import datetime
from collections.abc import Mapping

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators import approval, chains, closing
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import NotAllowed, Seat, Standing
from danvan.core.indicators.chains import Sheet
from danvan.indicators import owing, rungs
from danvan.indicators.errors import Closed, NoReason
from danvan.indicators.models import Action, Stage, Step, Submission
from danvan.indicators.owing import Owed
from danvan.journal import services as journal
from danvan.orgs.models import Kind, Unit


def held(submission: Submission) -> tuple[Submission, Standing]:
    """Lock a submission and return it with all that decides what may follow."""
    rows = Submission.objects.select_for_update(of=("self",))
    row = rows.select_related("unit__parent__parent", "period").get(pk=submission.pk)
    return row, standing_of(row)


def standing_of(row: Submission) -> Standing:
    """Return how a submission stands, the sheets around it included.

    Reads the own sheet of the place above and, of a place, the sheets below, as the
    system: who may act depends on them, whatever he may read.
    """
    sheet, period = chains.by_id(row.sheet), row.period.known
    with scope.as_system("what may follow depends on the levels around a sheet"):
        return Standing(
            stage=approval.Stage(row.stage),
            accepted=is_accepted(row),
            above=_above(row.unit, sheet, period),
            waiting=_waiting(row.unit, sheet, period),
            owed=rungs.owes(row.unit, sheet, period),
        )


def is_accepted(row: Submission) -> bool:
    """Say whether the place above has taken it into its own sheet; one query."""
    taken = row.steps.filter(action__in=[Action.ACCEPT, Action.UNACCEPT])
    last = taken.order_by("-id").values_list("action", flat=True).first()
    return last == Action.ACCEPT


def _above(unit: Unit, sheet: Sheet, period: Period) -> approval.Stage | None:
    found = Submission.objects.filter(
        unit=rungs.above(unit), sheet=sheet.id, period__key=period.key
    )
    stage = found.values_list("stage", flat=True).first()
    return approval.Stage(stage) if stage else None


def _waiting(unit: Unit, sheet: Sheet, period: Period) -> bool:
    if unit.kind != Kind.TERRITORY or rungs.rung(unit) == "commune":
        return False
    rows = owing.of_place(unit, sheet, period)
    return any(o.stage not in owing.APPROVED for o in rows)


def must_owe(unit: Unit, sheet: Sheet, period: Period) -> Owed:
    """Return what a unit owes; raises NotAllowed where it owes no such thing."""
    if not rungs.owes(unit, sheet, period):
        raise NotAllowed(f"{unit.code} owes no {sheet.id} for {period.key}")
    return owing.of(unit, sheet, period)


def must_be_open(row: Submission, now: datetime.datetime) -> None:
    """Raise Closed where the unit's own sheet takes no change now."""
    closure = owing.closed(
        *(row.unit, chains.by_id(row.sheet), row.period.known),
        closing.day_of(now),
        row,
    )
    if closure:
        raise Closed(closure)


def must_stand(by: Actor, owner: Unit, seat: Seat) -> Unit:
    """Return the unit in which somebody acts; raises NotAllowed at another seat.

    The system acts for the unit whose sheet it is.
    """
    units = Unit.objects.select_related("parent__parent__parent")
    acting = units.filter(code=by.unit_code).first() or owner
    if seat not in rungs.seats(acting, owner):
        raise NotAllowed(f"{acting.code} does not stand there to {owner.code}")
    return acting


def go(
    row: Submission,
    standing: Standing,
    move: Move,
    by: Actor,
    now: datetime.datetime,
    reason: str = "",
    paper: str = "",
) -> Step:
    """Take one step of the table; raises NotAllowed, NoReason."""
    seat = approval.MOVES[move].seat
    after = approval.follow(move, standing, seat)
    must_stand(by, row.unit, seat)
    if approval.needs_reason(move, standing) and not reason.strip():
        raise NoReason
    before, row.stage = row.stage, Stage(after.stage)
    row.save(update_fields=["stage", "sent_at", "due"])
    changes: Mapping[str, journal.Change] = (
        {"stage": (before, row.stage)} if before != row.stage else {}
    )
    return step(row, Action(move.value), by, now, reason, paper, changes)


def step(
    row: Submission,
    action: Action,
    by: Actor,
    now: datetime.datetime,
    reason: str = "",
    paper: str = "",
    changes: Mapping[str, journal.Change] | None = None,
) -> Step:
    """Append a step and its line in the journal."""
    acting = Unit.objects.filter(code=by.unit_code).first() or row.unit
    made = Step.objects.create(
        submission=row,
        action=action,
        at_unit=acting,
        reason=reason.strip(),
        paper=paper,
        by=by.label,
        at=now,
    )
    said: dict[str, journal.Change] = {
        "unit": (None, row.unit.code),
        "sheet": (None, row.sheet),
        "period": (None, row.period.key),
        **(changes or {}),
    }
    if reason.strip():
        said["reason"] = journal.CHANGED
    if paper:
        said["file"] = (None, paper)
    journal.write(
        by=by, action=f"sheets.{action.value}", record=row.record, changes=said
    )
    return made
