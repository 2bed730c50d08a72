"""Reports on reporting for the page and for Excel: words, bars, rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.core.indicators import closing
from danvan.indicators import labels
from danvan.indicators.gather_frame import Frame
from danvan.indicators.models import Stage
from danvan.indicators.owing import Owed
from danvan.indicators.reporting import PeriodRow, Report, UnitRow
from danvan.writers import xlsx as writer
from danvan.writers.xlsx import Head

_WIDTH, _STEP, _TOP, _ROOM = 400, 48, 4, 80  # of the chart, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its places in the drawing."""

    name: str
    text: str
    width: int
    y: int
    name_y: int
    text_x: int
    text_y: int


def percent(share: Decimal | None) -> str:
    """Write a share.

    >>> percent(None)
    '–'
    """
    return "–" if share is None else f"{labels.shown(share)} %"


def period_lines(report: Report) -> list[dict[str, object]]:
    """Return the periods as rows of the table."""
    return [
        {
            "key": row.period.key,
            "name": labels.period_name(row.period),
            "rates": row.rates,
            "on_time": percent(row.on_time),
            "full": percent(row.full),
            "late": len(row.rates.late),
        }
        for row in report.periods
    ]


def unit_lines(rows: Sequence[UnitRow]) -> list[dict[str, object]]:
    """Return units as rows of the table."""
    return [
        {
            "row": row,
            "state": state(row),
            "sent": _sent(row.owed),
            "due": row.owed.due,
            "share": percent(row.share),
        }
        for row in rows
    ]


def state(row: UnitRow) -> tuple[str, str]:
    """Say how a unit's sheet stands, with the colour of its tag."""
    if row.owed.is_in:
        if row.owed.came_late:
            return pgettext("sheet", "Came late"), "yellow"
        return pgettext("sheet", "On time"), "green"
    if row.late:
        return pgettext("sheet", "Late"), "red"
    if row.owed.stage == Stage.RETURNED:
        return pgettext("sheet", "Given back"), "orange"
    return pgettext("sheet", "Not sent"), "grey"


def _sent(owed: Owed) -> str:
    row = owed.submission
    if row is None or row.sent_at is None:
        return ""
    return f"{closing.day_of(row.sent_at):%d/%m/%Y}"


def bars(rows: Sequence[PeriodRow]) -> list[Bar]:
    """Return the bars of the shares on time, the first period on top."""
    known = [row for row in reversed(rows) if row.on_time is not None]
    return [_bar(n, row) for n, row in enumerate(known)]


def height(drawn: Sequence[Bar]) -> int:
    """Return the height of the drawing."""
    return _TOP + _STEP * len(drawn)


def _bar(n: int, row: PeriodRow) -> Bar:
    width = max(2, int((row.on_time or 0) / 100 * (_WIDTH - _ROOM)))
    top = _TOP + n * _STEP
    return Bar(
        name=labels.period_name(row.period),
        text=percent(row.on_time),
        width=width,
        y=top + 20,
        name_y=top + 14,
        text_x=width + 8,
        text_y=top + 34,
    )


def workbook(frame: Frame, report: Report) -> bytes:
    """Return the units of the chosen period as .xlsx, with the periods below."""
    heads = [
        *(_("Unit"), _("State"), _("Due"), _("Sent on"), pgettext("sheet", "Complete")),
        _("Expected, all periods"),
        pgettext("sheet", "Received"),
        pgettext("sheet", "On time"),
        pgettext("sheet", "Complete"),
        _("Share on time, %"),
    ]
    rows = [(row.unit.name, _cells(row)) for row in report.units]
    rows += [
        (
            labels.period_name(row.period),
            [
                *("", "", "", "", row.rates.expected, row.rates.received),
                *(row.rates.on_time, row.rates.complete, row.on_time),
            ],
        )
        for row in report.periods
    ]
    return writer.table(
        name=_("Reports on reporting")[:31],
        above=[
            f"{frame.place.name}: {labels.say(frame.sheet.name)}",
            labels.period_name(frame.period),
        ],
        heads=[Head(text, 0, column) for column, text in enumerate(heads)],
        codes=[str(n) for n in range(1, len(heads) + 1)],
        rows=rows,
    )


def _cells(row: UnitRow) -> list[writer.Value]:
    due = f"{row.owed.due:%d/%m/%Y}" if row.owed.due else ""
    return [
        *(state(row)[0], due, _sent(row.owed), _("Yes") if row.complete else ""),
        *(row.expected, row.received, row.on_time, row.full, row.share),
    ]
