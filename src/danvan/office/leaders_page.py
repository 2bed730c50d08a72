"""The leaders' page for its template: four numbers with their trends, drawn and told."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.core.calendar import periods
from danvan.indicators import labels
from danvan.indicators.owing import Owed
from danvan.office.leaders import Board
from danvan.orgs.models import Unit
from danvan.petitions import times

_WIDTH, _HEIGHT, _EDGE = 120, 32, 3  # of a sparkline, in its own units


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its trend: ``points`` draw it, ``told`` has it as day and text.

    ``turn`` says in words how it went since a month ago, ``good`` whether that is
    well; None: no change.
    """

    name: str
    text: str
    told: Sequence[tuple[str, str]]
    points: str
    turn: str
    good: bool | None


def numbers(board: Board) -> list[Number]:
    """Return the four numbers of a board."""
    days = [f"{day:%d/%m/%Y}" for day in board.days]
    shares = [
        100 * met / ended if ended else None
        for met, ended in zip(board.met, board.ended, strict=True)
    ]
    return [
        _number(_("Letters past their term"), board.letters_late(), days, less=True),
        _number(_("Answered by the day, share of a month"), shares, days, percent=True),
        _number(_("Sheets not sent on time"), board.sheets_late, days, less=True),
        _number(
            _("Letters of groups received in a month"), board.grouped, days, less=True
        ),
    ]


def _number(
    name: str,
    values: Sequence[float | None],
    days: Sequence[str],
    *,
    less: bool = False,
    percent: bool = False,
) -> Number:
    texts = [_text(value, percent=percent) for value in values]
    now, before = values[-1], values[-2]
    turn, good = _turn(now, before, less=less)
    return Number(
        name=name,
        text=texts[-1],
        told=list(zip(days, texts, strict=True)),
        points=points(values),
        turn=turn,
        good=good,
    )


def _text(value: float | None, *, percent: bool) -> str:
    if value is None:
        return "–"
    if not percent:
        return str(int(value))
    whole = f"{value:.1f}"
    return f"{whole if labels.language() == 'en' else whole.replace('.', ',')} %"


def _turn(
    now: float | None, before: float | None, *, less: bool
) -> tuple[str, bool | None]:
    if now is None or before is None or round(now, 1) == round(before, 1):
        return _("as a month ago"), None
    if now > before:
        return _("more than a month ago"), not less
    return _("less than a month ago"), less


def points(values: Sequence[float | None]) -> str:
    """Return the points of a line through the values that are known.

    >>> points([0, None, 10])
    '3.0,29.0 117.0,3.0'
    """
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    if not known:
        return ""
    low, high = min(v for _n, v in known), max(v for _n, v in known)
    step = (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    room = _HEIGHT - 2 * _EDGE
    return " ".join(
        f"{_EDGE + n * step:.1f},"
        f"{_HEIGHT - _EDGE - (value - low) / ((high - low) or 1) * room:.1f}"
        for n, value in known
    )


def sheets(some: Sequence[Owed]) -> list[dict[str, object]]:
    """Return late sheets for a page: the name, the period, the day they were due."""
    return [
        {
            "name": labels.say(one.sheet.name),
            "period": labels.period_name(one.period),
            "due": one.due,
            "unit": one.unit,
        }
        for one in some
    ]


def took_in(today: datetime.date) -> str:
    """Return the name of the period whose settlement times are shown: it ended last."""
    return labels.period_name(periods.last_ended("inspectorate", today))


def took(unit: Unit, today: datetime.date) -> list[dict[str, object]]:
    """Return how long each term of the law took a unit in the period that ended last."""
    period = periods.last_ended("inspectorate", today)
    return [
        {
            "name": labels.say(one.name),
            "cases": one.took.cases,
            "median": one.took.median,
            "p90": one.took.p90,
            "on_time": _text(
                float(one.took.on_time_share or 0) if one.took.timed else None,
                percent=True,
            ),
        }
        for one in times.of_units([unit.pk], period)
    ]
