"""Everything a compiler does to a sheet; the values go through `valuing`, the steps
through `submitting`."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction

from danvan.accounts.rights import Viewer
from danvan.core.actor import Actor
from danvan.indicators import compiling, moving, submitting, valuing
from danvan.indicators.compiling import Board
from danvan.indicators.errors import DoesNotAddUp, IsCounted, NoReason, NotDraft
from danvan.indicators.models import Provenance, Stage, Submission, Value
from danvan.indicators.owing import Owed
from danvan.indicators.submitting import Signed
from danvan.indicators.valuing import Said
from danvan.journal import services as journal

_WORKED = {Stage.OPEN, Stage.RETURNED}
# What the history of a value says of “không phát sinh”; a correction needs a reason.
_NOTHING = "Không phát sinh"


@transaction.atomic
def enter(
    *,
    board: Board,
    code: str,
    amount: Decimal,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> Value:
    """Enter a number where nothing counts, with where it comes from.

    Raises IsCounted, NoReason, NotDraft, Closed, `valuing` errors.
    """
    if not reason.strip():
        raise NoReason
    if not board.numbers[code].may_enter:
        raise IsCounted(code)
    opened(board.owed, by, now)
    return valuing.record(
        unit=board.unit,
        period=board.period,
        code=code,
        amount=amount,
        provenance=Provenance.ENTERED,
        reason=reason,
        by=by,
        now=now,
    )


@transaction.atomic
def nothing(
    *, board: Board, codes: Collection[str], by: Actor, now: datetime.datetime
) -> int:
    """Say of codes that there was nothing to report, which is not the same as empty.

    Returns how many. Raises IsCounted, NotDraft, Closed.
    """
    if counted := [c for c in codes if not board.numbers[c].may_enter]:
        raise IsCounted(", ".join(counted))
    row = opened(board.owed, by, now)
    said = [
        Said(code, Decimal(0), Provenance.ENTERED, reason=_NOTHING, nothing=True)
        for code in codes
    ]
    kept = valuing.append(
        unit=board.unit, period=board.period, said=said, by=by, now=now
    )
    if new := [one.value.code for one in kept if one.new]:
        changes: dict[str, journal.Change] = {
            "sheet": (None, row.sheet),
            "period": (None, board.period.key),
            "values": (None, str(len(new))),
        }
        journal.write(
            by=by, action="sheets.nothing", record=row.record, changes=changes
        )
    return len(kept)


@transaction.atomic
def set_notes(
    *,
    board: Board,
    note: str,
    notes: Mapping[str, str],
    by: Actor,
    now: datetime.datetime,
) -> Submission:
    """Keep what is to be said beside the whole and beside single lines.

    Raises NotDraft, Closed.
    """
    row = opened(board.owed, by, now)
    row.note = note.strip()
    row.notes = {
        code: text.strip()
        for code, text in ({**row.notes, **notes}).items()
        if text.strip() and code in board.sheet.codes
    }
    row.save(update_fields=["note", "notes"])
    changes: dict[str, journal.Change] = {
        "sheet": (None, row.sheet),
        "period": (None, board.period.key),
        "note": journal.CHANGED,
    }
    journal.write(by=by, action="sheets.note", record=row.record, changes=changes)
    return row


@transaction.atomic
def sign(
    *, viewer: Viewer, owed: Owed, by: Actor, now: datetime.datetime
) -> Submission:
    """Count once more, hold the numbers against the rules, and sign them.

    Raises DoesNotAddUp where an error has no note, and what `submitting.sign` raises.
    """
    row = opened(owed, by, now)
    valuing.count(
        unit=owed.unit, period=owed.period, codes=owed.sheet.codes, by=by, now=now
    )
    owed = compiling.owed(viewer, owed.unit.pk, owed.period.key, owed.sheet.id)
    board = compiling.board(viewer, owed, now)
    if board.unexplained():
        raise DoesNotAddUp
    return submitting.sign(submission=row, lines=_lines(board), by=by, now=now)


def _lines(board: Board) -> list[Signed]:
    return [
        Signed(n.code, n.value, n.amount, n.nothing, board.notes.get(n.code, ""))
        for n in board.numbers.values()
    ]


@transaction.atomic
def send(*, board: Board, reason: str, by: Actor, now: datetime.datetime) -> Submission:
    """Send what was signed, held against the rules once more.

    Raises DoesNotAddUp, NotDraft before it was signed, and what `submitting.send`
    raises.
    """
    if board.submission is None or board.submission.stage != Stage.SIGNED:
        raise NotDraft
    if board.unexplained():
        raise DoesNotAddUp
    return submitting.send(submission=board.submission, reason=reason, by=by, now=now)


def opened(owed: Owed, by: Actor, now: datetime.datetime) -> Submission:
    """Return the row of a sheet that may be worked on, locked.

    Raises Closed, and NotDraft while it is signed.
    """
    row = submitting.opened(
        unit=owed.unit, sheet=owed.sheet, period=owed.period, by=by, now=now
    )
    row, _standing = moving.held(row)
    moving.must_be_open(row, now)
    if row.stage not in _WORKED:
        raise NotDraft
    return row
