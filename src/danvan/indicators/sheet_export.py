"""Submissions as sheets for Excel."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.core.indicators.approval import Seat
from danvan.indicators import labels, sheet_words
from danvan.indicators.models import Action
from danvan.indicators.oversight import Board, Detail, Row, Sum
from danvan.writers import xlsx
from danvan.writers.xlsx import Head


def signed(found: Detail) -> bytes:
    """Return the lines that were signed last, as .xlsx."""
    signings = [s for s in found.steps if s.step.action == Action.SIGN]
    lines = signings[-1].lines if signings else ()
    return _table(
        sheet_words.sheet_name(found.sheet),
        [
            found.row.unit.name,
            sheet_words.what(found.sheet, found.period),
            _("Figures from %(start)s to %(end)s")
            % {
                "start": f"{found.row.start:%d/%m/%Y}",
                "end": f"{found.row.end:%d/%m/%Y}",
            },
        ],
        [pgettext("indicator", "Code"), _("Indicator"), _("Value"), _("Note")],
        [
            (
                x.code,
                [
                    sheet_words.code_name(x.code),
                    x.amount,
                    _("Nothing to report") if x.nothing and not x.note else x.note,
                ],
            )
            for x in lines
        ],
    )


def place(board: Board, rows: Sequence[Row]) -> bytes:
    """Return the units of a place with what each has sent, as .xlsx."""
    return _table(
        _("Submissions"),
        [board.place.name, sheet_words.what(board.sheet, board.period)],
        [
            *(_("Unit"), _("State"), pgettext("sheet", "Due on"), _("Sent on")),
            *(_("On time"), _("Complete")),
        ],
        [(row.owed.unit.name, _cells(row)) for row in rows],
    )


def _cells(row: Row) -> list[xlsx.Value]:
    owed = row.owed
    sent = owed.submission.sent_at if owed.submission else None
    return [
        str(sheet_words.STATES[Seat.ABOVE, row.state][0]),
        f"{owed.due:%d/%m/%Y}" if owed.due else None,
        f"{sent.astimezone():%d/%m/%Y}" if sent else None,
        (_("no") if owed.came_late else _("yes")) if owed.is_in else None,
        (_("yes") if row.complete else _("no")) if owed.is_in else None,
    ]


def sums(board: Board, found: Sequence[Sum]) -> bytes:
    """Return the codes added up over the approved sheets, as .xlsx."""
    return _table(
        _("Sum"),
        [
            board.place.name,
            sheet_words.what(board.sheet, board.period),
            labels.period_days(board.period),
            _("Approved: %(n)s of %(all)s units")
            % {"n": board.rates.approved, "all": board.rates.expected},
        ],
        [
            pgettext("indicator", "Code"),
            _("Indicator"),
            _("Sum"),
            _("Units with a number"),
        ],
        [(s.code, [sheet_words.code_name(s.code), s.amount, s.units]) for s in found],
    )


def _table(
    name: str,
    above: Sequence[str],
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[xlsx.Value]]],
) -> bytes:
    return xlsx.table(
        name="".join(c for c in name if c not in "[]:*?/\\")[:31],
        above=above,
        heads=[Head(text, 0, column) for column, text in enumerate(heads)],
        codes=["A", *(str(number) for number in range(1, len(heads)))],
        rows=rows,
    )
