"""What a compiler reviews on one screen: a sheet's numbers, what is odd, what was before.

While a sheet is open the numbers of records are counted as they stand, so that a case
that was put right shows at once; what was signed is shown as it was signed.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from danvan.accounts.rights import Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import NoSuchPeriod, Period
from danvan.core.checks import outliers, rules
from danvan.core.checks.rules import Finding, Rule, Words
from danvan.core.indicators import catalogue, chains, closing, formula
from danvan.core.indicators.chains import Sheet
from danvan.core.indicators.closing import Closure
from danvan.core.rollup.restate import OnMap
from danvan.indicators import (
    comparing,
    compile_numbers,
    figures,
    maps,
    owing,
    rungs,
    standing,
    tree,
)
from danvan.indicators.compile_numbers import Number
from danvan.indicators.models import Stage, Submission
from danvan.indicators.owing import Owed
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit

_PAST = 8  # periods of the same kind that a value is held against
_WORKED = frozenset({Stage.OPEN, Stage.RETURNED})


class NoSuchSheet(LookupError):
    """The unit owes no such sheet for the period, or it is not the viewer's to read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules of a sheet with all they look at, and the unit's past."""

    rules: Sequence[Rule]
    amounts: Mapping[str, Decimal | None]
    opening: Mapping[str, Decimal]
    past: Sequence[Mapping[str, Decimal]]

    def findings(self) -> list[Finding]:
        """Return the rules that do not hold."""
        return rules.judge_all(self.rules, self.amounts, self.opening)

    def question(self, code: str) -> Words | None:
        """Return what to ask about a number far from the unit's own past."""
        amount = self.amounts.get(code)
        values = [amounts[code] for amounts in self.past if code in amounts]
        return None if amount is None else outliers.question(amount, values)


@dataclass(frozen=True, slots=True)
class Then:
    """A unit's numbers of an earlier period, by code.

    ``restated`` is what they come to on the map of this period's last day, where the
    unit was made of others since.
    """

    period: Period | None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    restated: Mapping[str, OnMap] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """A sheet of one unit and period with all that is said of it.

    ``numbers`` are in the order of the sheet. ``before``, ``year_ago`` hold amounts by
    code; a period that no regime knows is None. ``notes`` are by code.
    """

    owed: Owed
    closure: Closure | None
    numbers: Mapping[str, Number]
    before: Then
    year_ago: Then
    may_fill: bool
    asked: Asked

    @property
    def unit(self) -> Unit:
        """Whose sheet it is."""
        return self.owed.unit

    @property
    def sheet(self) -> Sheet:
        """Which sheet it is."""
        return self.owed.sheet

    @property
    def period(self) -> Period:
        """What it is for."""
        return self.owed.period

    @property
    def submission(self) -> Submission | None:
        """How far it is; None before anything was done."""
        return self.owed.submission

    @property
    def is_open(self) -> bool:
        """Whether the viewer may work on it now."""
        return self.may_fill and self.closure is None and self.owed.stage in _WORKED

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """The rules that do not hold."""
        return self.asked.findings()

    @cached_property
    def questions(self) -> Mapping[str, Words]:
        """What to ask about numbers far from the unit's own past, by code."""
        found = {code: self.asked.question(code) for code in self.numbers}
        return {code: words for code, words in found.items() if words}

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """What was written beside single lines."""
        return dict(self.submission.notes) if self.submission else {}

    @property
    def note(self) -> str:
        """What was written beside the whole."""
        return self.submission.note if self.submission else ""

    @cached_property
    def empty(self) -> Sequence[str]:
        """The codes of which nothing is said yet."""
        return [code for code, n in self.numbers.items() if n.amount is None]

    def unexplained(self) -> Sequence[Finding]:
        """Return the errors that no note speaks of."""
        return unexplained(self.findings, self.note, self.notes)


def unexplained(
    findings: Sequence[Finding], note: str, notes: Mapping[str, str]
) -> Sequence[Finding]:
    """Return the errors that neither the note nor a line's note speaks of."""
    if note.strip():
        return []
    return [
        f
        for f in findings
        if f.severity == "error" and not any(notes.get(c, "").strip() for c in f.codes)
    ]


def owed(viewer: Viewer, unit_id: int, period_key: str, sheet_id: str) -> Owed:
    """Return what a unit owes; raises NoSuchSheet. Five queries."""
    try:
        unit = Unit.objects.select_related("parent__parent").get(pk=unit_id)
        sheet, period = chains.by_id(sheet_id), periods.by_key(period_key)
    except (Unit.DoesNotExist, KeyError, NoSuchPeriod):
        raise NoSuchSheet from None
    if unit.pk not in owing.reach(viewer) or not rungs.owes(unit, sheet, period):
        raise NoSuchSheet
    return owing.of(unit, sheet, period)


def board(viewer: Viewer, owed: Owed, now: datetime.datetime) -> Board:
    """Return the whole screen.

    Fifteen queries, and while the sheet is open one for each count of an app behind
    it; of a place some twenty more for its sums; however many values there are.
    """
    unit, sheet, period = owed.unit, owed.sheet, owed.period
    asked = rules.rules_for(sheet.codes, unit.level, period.kind)
    codes, earlier = _needed(sheet.codes, asked)
    around = _around(period)
    found = standing.cells([unit.pk], [period, *around.all], codes | earlier)
    may_fill = unit.pk in {u.pk for u in owing.fillable(viewer)}
    closure = owing.closed(*(unit, sheet, period), closing.day_of(now), owed.submission)
    working = may_fill and closure is None and owed.stage in _WORKED
    cells = {code: found.get((unit.pk, period.key, code)) for code in codes}
    whole = tree.is_whole(unit)
    if whole:
        # What its own office counted is in the sum and is no number of the place.
        cells = {code: standing.whole(c) if c else None for code, c in cells.items()}
    told = _told(found, unit, around.all, codes | earlier)
    if owed.stage in _WORKED:
        live = compile_numbers.live(unit, period, codes) if working or whole else None
        numbers = compile_numbers.numbers(codes, cells, live)
    else:
        numbers = compile_numbers.signed(owed.submission, codes, cells)
    amounts = {code: n.amount for code, n in numbers.items()}
    opening = told(around.opening)
    own = {code: numbers[code] for code in sheet.codes}
    return Board(
        owed=owed,
        closure=closure,
        numbers=own,
        before=_then(told, owed, around.before),
        year_ago=_then(told, owed, around.year_ago),
        may_fill=may_fill,
        asked=Asked(asked, amounts, opening, [told(p) for p in around.past]),
    )


def with_amount(board: Board, code: str, amount: Decimal) -> Board:
    """Return the screen as it would be with another number in one line."""
    number = replace(board.numbers[code], amount=amount, nothing=False)
    amounts = {**board.asked.amounts, code: amount}
    return replace(
        board,
        numbers={**board.numbers, code: number},
        asked=replace(board.asked, amounts=amounts),
    )


def _needed(
    codes: Sequence[str], asked: Sequence[Rule]
) -> tuple[frozenset[str], frozenset[str]]:
    now, earlier = rules.needed(asked)
    known = catalogue.known()
    formulas = {
        part
        for code in {*codes, *now}
        if code in known
        for part in formula.inputs(code)
    }
    return now | frozenset(codes) | formulas, earlier


@dataclass(frozen=True, slots=True)
class _Around:
    before: Period | None
    year_ago: Period | None
    opening: Period | None
    past: Sequence[Period]

    @property
    def all(self) -> list[Period]:
        some = (self.before, self.year_ago, self.opening, *self.past)
        return [p for p in some if p is not None]


def _around(period: Period) -> _Around:
    """Return the periods a sheet is held against.

    Six months are compared with those of the year before; a quarter also with the
    quarter before.
    """
    past: list[Period] = []
    earlier = _before(period)
    while earlier is not None and len(past) < _PAST:
        past.append(earlier)
        earlier = _before(earlier)
    year_ago = _known(period.chain, period.kind, period.year - 1, period.number)
    before = past[0] if past and past[0] != year_ago else None
    try:
        opening: Period | None = periods.opened_by(period)
    except NoSuchPeriod:
        opening = None
    return _Around(before, year_ago, opening, past)


def _before(period: Period) -> Period | None:
    try:
        return periods.previous(period)
    except NoSuchPeriod:
        return None


def _known(
    chain: periods.Chain, kind: periods.Kind, year: int, number: int
) -> Period | None:
    try:
        return periods.of(chain, kind, year, number)
    except NoSuchPeriod:
        return None


_Told = Callable[[Period | None], Mapping[str, Decimal]]


def _then(told: _Told, owed: Owed, then: Period | None) -> Then:
    """Return an earlier period as it was, and on today's map where that changed."""
    if then is None:
        return Then(None)
    amounts = told(then)
    made = maps.made_of(owed.unit, then.end, owed.period.end)
    if [unit.pk for unit in made.units] in ([owed.unit.pk], []):
        return Then(then, amounts)
    codes = owed.sheet.codes
    compared = comparing.compare(owed.unit, owed.period, codes, before=then)
    return Then(
        then, amounts, {code: c.restated for code, c in compared.items() if c.restated}
    )


def _told(
    found: Mapping[standing.Key, Cell],
    unit: Unit,
    earlier: Collection[Period],
    codes: Collection[str],
) -> _Told:
    """Return how to ask what a unit's numbers were; a place's are its figures."""
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    if tree.is_whole(unit):
        known = catalogue.known()
        asked = comparing.rules_for([code for code in codes if code in known])
        times = {period.key: period for period in earlier}
        told = figures.of_periods(unit, [*times.values()], asked)
        for key, by_code in told.items():
            for code, figure in by_code.items():
                if code in codes and figure.value is not None:
                    amounts[key][code] = figure.value
    else:
        for (pk, key, code), cell in found.items():
            if pk == unit.pk and cell.amount is not None:
                amounts[key][code] = cell.amount
    return lambda period: amounts.get(period.key, {}) if period else {}
