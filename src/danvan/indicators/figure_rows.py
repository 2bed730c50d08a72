"""Rows of a sheet of figures: which are good, and what is wrong with the others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.core.text.fold import fold
from danvan.indicators import value_labels as labels
from danvan.indicators.figure_sheet import Entry, FigureSheet
from danvan.indicators.models import Provenance, Value
from danvan.indicators.taking_state import code_in
from danvan.indicators.value_forms import MEASURED
from danvan.orgs.models import Unit

_PRINTED = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_NOTHING = frozenset({"khong phat sinh", "kps", "khong co", "nothing to report"})
_LARGEST, _DECIMALS = Decimal(10) ** 24, 6


@dataclass(frozen=True, slots=True)
class Good:
    """A figure that can be kept, with the cell it goes to."""

    entry: Entry
    unit: Unit
    period: periods.Period
    code: str
    amount: Decimal
    nothing: bool
    known: bool  # it stands already


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: the cell, what stands in it, and what it would take."""

    row: int
    cell: str
    value: str
    reason: str
    accepted: str


class Wrong(ValueError):
    """Why a row is not taken; its address is that of ``key``."""

    def __init__(self, key: str, reason: str, accepted: str = "") -> None:
        super().__init__(reason)
        self.key, self.reason, self.accepted = key, reason, accepted


@dataclass
class Checked:
    """A sheet's rows, parted."""

    good: list[Good]
    problems: list[Problem]

    @property
    def new(self) -> list[Good]:
        """Those that do not stand yet."""
        return [one for one in self.good if not one.known]


def check(
    sheet: FigureSheet, units: Sequence[Unit], unit: Unit, period: periods.Period
) -> Checked:
    """Part the rows of a sheet; ``unit`` and ``period`` are of rows that name none.

    One query, for what was imported before.
    """
    checker = _Checker(units, unit, period)
    good: list[Good] = []
    checked = Checked(good, [])
    for entry in sheet.entries:
        try:
            good.append(checker.figure(entry))
        except Wrong as wrong:
            checked.problems.append(_problem(entry, wrong))
    stands = _standing(good)
    seen: dict[tuple[int, str, str], tuple[Decimal, bool]] = {}
    checked.good = []
    for one in good:
        try:
            checked.good.append(_again(one, stands, seen))
        except Wrong as wrong:
            checked.problems.append(_problem(one.entry, wrong))
    checked.problems.sort(key=lambda problem: problem.row)
    return checked


class _Checker:
    def __init__(
        self, units: Sequence[Unit], unit: Unit, period: periods.Period
    ) -> None:
        self._unit, self._period = unit, period
        self._codes = {each.code.lower(): each for each in units}
        self._names: dict[str, list[Unit]] = {}
        for each in units:
            self._names.setdefault(fold(each.name), []).append(each)
        self._periods: dict[str, periods.Period] = {}

    def figure(self, entry: Entry) -> Good:
        """Return the figure of a row; raises Wrong."""
        code = code_in(entry.code)
        if not code:
            raise Wrong(
                "code", _("No indicator has this code."), _("a code such as TCD01")
            )
        unit, period = self.unit(entry.unit), self.period(entry.period)
        amount, nothing = _number(entry.value, code)
        return Good(entry, unit, period, code, amount, nothing, known=False)

    def unit(self, said: str) -> Unit:
        if not said:
            return self._unit
        if found := self._codes.get(said.lower()):
            return found
        named = self._names.get(fold(said), [])
        if len(named) == 1:
            return named[0]
        reason = (
            _("Several units have this name.")
            if named
            else _("You give no values of such a unit.")
        )
        raise Wrong(
            "unit",
            reason,
            ", ".join(sorted(u.code for u in named or self._codes.values())[:8]),
        )

    def period(self, said: str) -> periods.Period:
        if not said:
            return self._period
        key = said.split()[0].lower() if said.split() else ""
        if key not in self._periods:
            try:
                self._periods[key] = periods.by_key(key)
            except periods.NoSuchPeriod:
                raise Wrong(
                    "period",
                    _("This is no period."),
                    f"{self._period.key}: {labels.period(self._period)}",
                ) from None
        return self._periods[key]


def _number(value: object, code: str) -> tuple[Decimal, bool]:
    accepted = _accepted(code)
    if isinstance(value, str) and fold(value).strip(" .") in _NOTHING:
        return Decimal(0), True
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong("value", _("This is no number."), accepted)
    amount = _written(value, accepted)
    if abs(amount) >= _LARGEST:
        raise Wrong("value", _("The number is too long."), accepted)
    row = catalogue.of(code)
    if amount < 0 and row.kind != "derived":
        raise Wrong("value", _("This indicator is not below zero."), accepted)
    if row.unit not in MEASURED and amount != int(amount):
        raise Wrong("value", _("This indicator counts whole things."), accepted)
    if round(amount, _DECIMALS) != amount:
        raise Wrong("value", _("The number has too many digits."), accepted)
    return amount, False


def _written(value: str | float, accepted: str) -> Decimal:
    """Return a number by the fifteen digits a spreadsheet keeps, or as printed."""
    if isinstance(value, str):
        if not _PRINTED.fullmatch(value.strip()):
            raise Wrong("value", _("This is no number."), accepted)
        return Decimal(value.strip().replace(".", "").replace(",", "."))
    if value != value or value in (float("inf"), float("-inf")):
        raise Wrong("value", _("This is no number."), accepted)
    return Decimal(f"{value:.15g}")


def _accepted(code: str) -> str:
    whole = catalogue.of(code).unit not in MEASURED
    shape = _("a whole number") if whole else _("a number such as 1234,5")
    return _("%(number)s, or “không phát sinh”") % {"number": shape}


def _standing(good: Sequence[Good]) -> Mapping[tuple[int, str, str], Value]:
    found = Value.objects.standing().filter(
        provenance=Provenance.IMPORTED,
        origin="",
        unit__in={one.unit.pk for one in good},
        period__key__in={one.period.key for one in good},
        code__in={one.code for one in good},
    )
    return {
        (v.unit_id, v.period.key, v.code): v for v in found.select_related("period")
    }


def _again(
    one: Good,
    stands: Mapping[tuple[int, str, str], Value],
    seen: dict[tuple[int, str, str], tuple[Decimal, bool]],
) -> Good:
    """Hold a figure to what the sheet said before, and to what was imported before."""
    key, told = (one.unit.pk, one.period.key, one.code), (one.amount, one.nothing)
    if seen.setdefault(key, told) != told:
        raise Wrong("value", _("The sheet says something else of this above."))
    before = stands.get(key)
    if before is None:
        return one
    if (before.amount, before.nothing) == told:
        return Good(*(one.entry, one.unit, one.period, one.code, *told), known=True)
    if not one.entry.note:
        raise Wrong(
            "note",
            _("Imported before: %(value)s. Write in the notes why it changes.")
            % {"value": labels.of_value(before)},
        )
    return one


def _problem(entry: Entry, wrong: Wrong) -> Problem:
    stands = {
        "unit": entry.unit,
        "period": entry.period,
        "code": entry.code,
        "value": str(entry.value),
        "note": entry.note,
    }
    cells: Mapping[str, str] = {str(k): v for k, v in entry.cells.items()}
    return Problem(
        row=entry.row,
        cell=cells.get(wrong.key, ""),
        value=stands[wrong.key][:60],
        reason=wrong.reason,
        accepted=wrong.accepted,
    )
