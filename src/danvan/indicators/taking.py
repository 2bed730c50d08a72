"""Take figures of a received report into values of indicators."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.core.indicators.scaling import Scaled, scaled
from danvan.indicators import valuing
from danvan.indicators.models import Provenance, Value
from danvan.indicators.valuing import Kept, Said
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.reports.models import Figure, Report


class SaidTwice(ValueError):
    """Two figures of one report say different things of one cell; ``figures``: which."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__(", ".join(figure.key for figure in figures))
        self.figures = tuple(figures)


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure with the cell a person, or certainty, gave it.

    ``falls``: the text prints a decrease without its sign (giảm 197 lượt).
    """

    figure: Figure
    unit: Unit
    period: periods.Period
    code: str
    falls: bool = False

    @property
    def cell(self) -> tuple[int, str, str]:
        """The cell as `standing.cells` names it."""
        return self.unit.pk, self.period.key, self.code


@transaction.atomic
def take(
    *,
    report: Report,
    taken: Sequence[Taken],
    reason: str = "",
    by: Actor,
    now: datetime.datetime,
) -> Mapping[tuple[int, str, str], Value]:
    """Record figures of a report as reported values; by cell.

    Each keeps the report, the figure's key and its place in the text. A figure printed
    twice for one cell is one value; the same report again makes no second ones.
    ``reason`` is for those that stand with another amount since an earlier time.
    Raises SaidTwice, NoReason, OutOfRange.
    """
    kept: list[Kept] = []
    places: dict[tuple[Unit, str], list[Taken]] = defaultdict(list)
    for one in _once(taken):
        places[one.unit, one.period.key].append(one)
    for (unit, key), of_place in places.items():
        said = [_said(report, one, reason.strip()) for one in of_place]
        period = periods.by_key(key)
        kept += valuing.append(unit=unit, period=period, said=said, by=by, now=now)
    new = sum(one.new for one in kept)
    if new:
        journal.write(
            by=by,
            action="values.take-report",
            record=f"reports.report:{report.pk}",
            changes={"kept": (None, str(new)), "values": (None, str(len(kept)))},
        )
    return {(k.value.unit_id, k.value.period.key, k.value.code): k.value for k in kept}


def amount_of(figure: Figure, code: str, *, falls: bool = False) -> Scaled:
    """Return a figure in the unit of an indicator; raises KeyError for no indicator."""
    found = scaled(
        *(figure.value, figure.scale, figure.text, figure.unit),
        catalogue.of(code).unit,
    )
    return Scaled(-found.amount, found.step, found.doubt) if falls else found


def _once(taken: Sequence[Taken]) -> list[Taken]:
    found: dict[tuple[int, str, str], Taken] = {}
    for one in taken:
        first = found.setdefault(one.cell, one)
        if _told(first) != _told(one):
            raise SaidTwice([first.figure, one.figure])
    return list(found.values())


def _told(one: Taken) -> tuple[Decimal, str]:
    return amount_of(one.figure, one.code, falls=one.falls).amount, one.figure.bound


def _said(report: Report, one: Taken, reason: str) -> Said:
    figure = one.figure
    found = amount_of(figure, one.code, falls=one.falls)
    evidence: dict[str, object] = {
        "report": str(report.pk),
        "figure": figure.key,
        "start": figure.start,
        "end": figure.end,
    }
    if found.step is not None:
        evidence["step"] = f"{found.step:f}"
    return Said(
        code=one.code,
        amount=found.amount,
        provenance=Provenance.REPORTED,
        origin=str(report.pk),
        bound=figure.bound,
        evidence=evidence,
        reason=reason,
    )
