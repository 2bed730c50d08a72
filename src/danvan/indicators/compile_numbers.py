"""The numbers of a sheet's lines: counted now, summed, chosen, worked out, or signed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from danvan.core.calendar.periods import Period
from danvan.core.indicators import catalogue, formula
from danvan.indicators import comparing, counting, figures, standing, tree
from danvan.indicators.models import Action, Line, Provenance, Submission, Value
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in one line of a sheet; ``amount`` None is empty, which is not zero.

    ``source`` is a provenance, "summed" or "derived" for what is worked out, or "" for nothing.
    ``records`` says that records are counted for it: then nothing is typed. Of a place
    ``units`` says how many of how many units below are in the sum.
    """

    code: str
    amount: Decimal | None = None
    nothing: bool = False
    source: str = ""
    value: Value | None = None
    cell: Cell = standing.EMPTY
    records: bool = False
    units: tuple[int, int] | None = None

    @property
    def differs(self) -> bool:
        """Whether two sources say what cannot both be true."""
        return self.cell.differs

    @property
    def may_enter(self) -> bool:
        """Whether a person may give the number: no record and no formula does."""
        return not self.records and self.source not in {
            Provenance.COUNTED,
            "derived",
            "summed",
        }


def live(unit: Unit, period: Period, codes: Collection[str]) -> Mapping[str, Number]:
    """Return what is counted now, or of a place what the units below it come to."""
    if tree.is_whole(unit):
        return _summed(unit, period, codes)
    totals = counting.totals(codes, period, tree.counted(unit, period.end))
    return {
        code: Number(code, amount, source=Provenance.COUNTED, records=True)
        for code, amount in totals.items()
    }


def _summed(unit: Unit, period: Period, codes: Collection[str]) -> Mapping[str, Number]:
    """Return what follows from the units, or from what was said of the place's parts.

    A number that somebody stated of the place as a whole stands by itself.
    """
    asked = comparing.rules_for([code for code in codes if code in catalogue.known()])
    found = figures.unsigned(unit, [period], asked)[period.key]
    return {
        code: _of_units(code, figure)
        for code, figure in found.items()
        if code in codes and figure.value is not None and figure.source is None
    }


def _of_units(code: str, figure: figures.Figure) -> Number:
    if figure.origin == "printed":
        return Number(code, figure.value, source="derived")
    units = (figure.given, figure.expected)
    return Number(code, figure.value, source="summed", records=True, units=units)


def numbers(
    codes: Collection[str],
    cells: Mapping[str, Cell | None],
    live: Mapping[str, Number] | None,
) -> dict[str, Number]:
    """Return the number of each code; ``live`` None: as it was counted last."""
    found = {
        code: _number(code, cells.get(code) or standing.EMPTY, live) for code in codes
    }
    amounts = {code: n.amount for code, n in found.items()}
    for code, number in found.items():
        if number.amount is None and code in catalogue.known():
            worked = formula.work_out(code, amounts)
            if catalogue.of(code).formula and worked is not None:
                found[code] = Number(code, worked, source="derived")
    return found


def _number(code: str, cell: Cell, live: Mapping[str, Number] | None) -> Number:
    """Return a line: a person's choice, else what is counted now, else what stands."""
    now = live.get(code) if live else None
    if now and not cell.choice:
        kept = cell.chosen if cell.chosen and _same(cell.chosen, now) else None
        return replace(now, value=kept, cell=cell)
    value = cell.chosen
    if live is not None and value and not cell.choice:
        # What was counted once and is no more: the sources after it hold.
        others = (v for v in cell.values if v.provenance != Provenance.COUNTED)
        value = next(others, None)
    if value is None:
        return Number(code, cell=cell)
    said = (value.amount, value.nothing, value.provenance, value, cell)
    return Number(code, *said, records=now is not None)


def _same(value: Value, now: Number) -> bool:
    return value.provenance == now.source and value.amount == now.amount


def signed(
    submission: Submission | None,
    codes: Collection[str],
    cells: Mapping[str, Cell | None],
) -> dict[str, Number]:
    """Return the numbers as they were signed last; two queries."""
    found = {
        code: Number(code, cell=cells.get(code) or standing.EMPTY) for code in codes
    }
    for line in signed_lines(submission):
        source = line.value.provenance if line.value else "derived"
        found[line.code] = Number(
            *(line.code, line.amount, line.nothing),
            source=source if line.amount is not None else "",
            value=line.value,
            cell=cells.get(line.code) or standing.EMPTY,
            records=source == Provenance.COUNTED,
        )
    return found


def signed_lines(submission: Submission | None) -> list[Line]:
    """Return the lines of the last signing; two queries."""
    if submission is None:
        return []
    last = submission.steps.filter(action=Action.SIGN).order_by("-id").first()
    return [*last.lines.select_related("value")] if last else []
