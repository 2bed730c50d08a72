"""What the figures of a report may be values of: proposals for a person to confirm.

A proposal is certain when the reader knew the indicator, the figure's own words name
the period, and nothing speaks against unit and measure. All else is doubtful, and is
taken only when somebody says so.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Kind
from danvan.core.indicators import catalogue
from danvan.core.text.fold import fold
from danvan.indicators import taking
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level, Unit
from danvan.reports.models import Figure, Report

# Reports that are read here tell of a year of mass mobilisation by the government.
_CHAIN: periods.Chain = "government"
_HEAD = 1_500  # characters in which a report says whose it is
_YEAR = re.compile(r"\b(20\d\d)\b")
_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?:H(?P<half>1)|Q(?P<quarter>[1-4])))?")
# Words before the name of a place that say which office of it, or what kind it is.
_OFFICES = re.compile(
    r"^(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|thanh tra|cong an|van phong)\s+"
)
_SHORT = re.compile(r"^tp\.? ")


class Doubt(StrEnum):
    """Why a proposal is to be confirmed."""

    UNKNOWN = "unknown"  # the reader knows no indicator here
    PERIOD = "period"  # nobody said of which period, or the text speaks of another
    UNIT = "unit"  # the sentence speaks of another unit
    NOBODY = "nobody"  # it names a unit that is not found
    TWICE = "twice"  # another figure says something else of the same cell
    DIMENSION = "dimension"  # a share for a count, or the other way round
    KIND = "kind"  # another kind of thing is counted
    SCALE = "scale"  # rounded by its scale word


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure with the cell it may belong to; ``code`` empty where none is known."""

    figure: Figure
    code: str
    unit: Unit
    period: periods.Period
    doubts: tuple[Doubt, ...]

    @property
    def certain(self) -> bool:
        """Whether it may be taken without a look."""
        return not self.doubts


def proposals(
    figures: Sequence[Figure],
    unit: Unit,
    period: periods.Period,
    *,
    confirmed: bool = False,
) -> list[Proposal]:
    """Return a proposal for each figure of a report of one unit and period; a query.

    Figures of units below are proposed for those, and one with a period of its own
    for that one. ``confirmed``: a person said what the report is of, so that a figure
    without a period of its own is of the report's.
    """
    below = orgs.descendants(unit, period.end)
    by_name = {key: each for each in [*below, unit] for key in _names(each)}
    made = [_one(figure, unit, period, by_name, confirmed) for figure in figures]
    return _with_twice(made)


def _one(
    figure: Figure,
    unit: Unit,
    period: periods.Period,
    by_name: Mapping[str, Unit],
    confirmed: bool,
) -> Proposal:
    doubts: list[Doubt] = []
    code = figure.indicator if figure.indicator in catalogue.known() else ""
    if not code:
        doubts.append(Doubt.UNKNOWN)
    named, own = str(figure.more.get("org") or ""), figure.more.get("period")
    whose = by_name.get(_place(named)) if named else unit
    if whose != unit:
        doubts.append(Doubt.UNIT if whose else Doubt.NOBODY)
    when = read_period(str(own), period) if own else None
    if when != period and (own or not confirmed):
        doubts.append(Doubt.PERIOD)
    doubts += _measure(figure, code)
    return Proposal(figure, code, whose or unit, when or period, tuple(doubts))


def _measure(figure: Figure, code: str) -> Iterator[Doubt]:
    if not code:
        return
    found = taking.amount_of(figure, code)
    if found.doubt:
        yield Doubt(found.doubt)
    if figure.scale != 1 and found.step is None:
        yield Doubt.SCALE


def _with_twice(made: Sequence[Proposal]) -> list[Proposal]:
    """Mark proposals that say different things of one cell."""
    amounts: dict[tuple[int, str, str], set[Decimal]] = defaultdict(set)
    for one in made:
        if one.code:
            amounts[_cell(one)].add(taking.amount_of(one.figure, one.code).amount)
    return [
        replace(one, doubts=(*one.doubts, Doubt.TWICE))
        if one.code and len(amounts[_cell(one)]) > 1
        else one
        for one in made
    ]


def _cell(one: Proposal) -> tuple[int, str, str]:
    return one.unit.pk, one.period.key, one.code


def read_period(written: str, like: periods.Period) -> periods.Period | None:
    """Return the reporting period of the chain of ``like`` that a text's words mean.

    ``written`` is as `core.figures.period` has it: 2017, 2019-H1, 2024-Q3. None for a
    day, a span, or what the chain does not know.

    >>> read_period("2019-H1", periods.by_key("g2017-year")).key
    'g2019-6m'
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    year, kind, number = int(found["year"]), Kind.YEAR, 0
    if found["half"]:
        kind = Kind.HALF_YEAR
    if found["quarter"]:
        kind, number = Kind.QUARTER, int(found["quarter"])
    try:
        return periods.of(like.chain, kind, year, number)
    except periods.NoSuchPeriod:
        return None


def period_of(
    report: Report, figures: Sequence[Figure], today: datetime.date
) -> periods.Period:
    """Return the period a report is most likely of: what its figures and its name say."""
    told = Counter(
        found[1]
        for figure in figures
        if (found := _YEAR.match(str(figure.more.get("period") or "")))
    )
    years: list[str] = [
        *_YEAR.findall(report.name),
        *(y for y, _n in told.most_common()),
    ]
    try:
        if years:
            return periods.of(_CHAIN, Kind.YEAR, int(years[0]))
    except periods.NoSuchPeriod:
        pass
    return periods.last_ended(_CHAIN, today)


def unit_of(
    report: Report,
    figures: Sequence[Figure],
    units: Collection[Unit],
    day: datetime.date,
) -> Unit:
    """Return which of ``units`` a report is most likely of, as they stood on ``day``.

    The unit its name or its first lines name first, the place in its name, the unit
    its figures speak of most, else the one that received it.
    """
    standing = [unit for unit in units if _stood(unit, day)]
    by_name = {key: unit for unit in standing for key in _names(unit)}
    name = fold(report.name)
    head = f"{name} {fold(report.text[:_HEAD])}"
    if places := [(at, key) for key in by_name if (at := head.find(key)) >= 0]:
        return by_name[min(places)[1]]
    for unit in standing:
        if unit.level == Level.PROVINCE and _bare(unit) in name:
            return unit
    told = Counter(_place(str(figure.more.get("org") or "")) for figure in figures)
    named = [by_name[key] for key, _n in told.most_common() if key in by_name]
    return named[0] if named else report.unit


def _stood(unit: Unit, day: datetime.date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or day <= unit.valid_to)


def _bare(unit: Unit) -> str:
    """Return the folded name of a place without the word for its kind."""
    return re.sub(r"^(?:thanh pho|tinh) ", "", fold(unit.name))


def _names(unit: Unit) -> Iterator[str]:
    yield fold(unit.name)
    if unit.kind == UnitKind.TERRITORY and unit.level == Level.PROVINCE:
        yield f"tinh {_bare(unit)}"


def _place(printed: str) -> str:
    """Return the folded name of the place in a printed unit: UBND TP. Trà Vinh."""
    found = fold(printed)
    while (shorter := _OFFICES.sub("", found)) != found:
        found = shorter
    return _SHORT.sub("thanh pho ", found)
