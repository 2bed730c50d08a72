"""The figures a draft is written from: values that count, beside those of last year."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, cast

from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Chain, Period
from danvan.core.drafting.compare import Before
from danvan.core.drafting.facts import Fact
from danvan.core.drafting.numbers import Bound, measure, rounded
from danvan.core.drafting.outline import Outline
from danvan.core.indicators import catalogue, chains
from danvan.indicators import comparing, figures, owing, standing, tree
from danvan.indicators.models import Value
from danvan.orgs.models import Unit, UnitChange
from danvan.publishing import reach

_STORED: Final = 6  # digits behind the comma that a value keeps
APART: Final = "do đơn vị hành chính đã sắp xếp lại"
# Chains whose periods may have the same days; what one counted is true for all.
_CHAINS: Final[tuple[Chain, ...]] = (
    *("government", "inspectorate", "calendar", "procedures"),
    *("party", "council", "front"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts by code, and the value behind each; None where a formula gives it."""

    facts: Mapping[str, Fact]
    values: Mapping[str, Value | None]


def known(unit: Unit, period: Period, codes: Iterable[str]) -> Known:
    """Return what is known of a unit for a period; three queries, of a place twelve.

    A value stands for every chain whose period has the same days. A place has its
    figures: what it signed or printed, or what its units come to. Numbers below zero
    are told as comparisons and are no facts of their own.
    """
    wanted = [code for code in codes if code in catalogue.known()]
    now, then = _same_days(period), _year_before(period)
    told = _told(unit, [*now, *then], wanted)
    apart, on_map = _comparable(unit, period, then, told, now, wanted)
    facts: dict[str, Fact] = {}
    values: dict[str, Value | None] = {}
    for code in wanted:
        number = _number(told, now, code)
        if number is None or number.amount < 0:
            continue
        before = _number(told, then, code)
        facts[code] = _fact(code, number, before, unit, period, apart)
        if code in on_map:
            restated = Before(
                _amount(_Number(on_map[code], None), catalogue.of(code)),
                rough=bool(number.bound),
                on_map=True,
            )
            facts[code] = replace(facts[code], before=restated)
        values[code] = number.value
    return Known(facts, values)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a unit; ``value`` is None of a sum and of what is worked out."""

    amount: Decimal
    value: Value | None

    @property
    def bound(self) -> str:
        return self.value.bound if self.value else ""


_Told = Mapping[tuple[str, str], _Number]  # by the period's key and code


def _told(unit: Unit, times: Collection[Period], codes: Collection[str]) -> _Told:
    if tree.is_whole(unit):
        found = figures.of_periods(unit, times, comparing.rules_for(codes))
        return {
            (key, code): _Number(figure.value, figure.source)
            for key, by_code in found.items()
            for code, figure in by_code.items()
            if figure.value is not None
        }
    return {
        (key, code): _Number(cell.amount, cell.chosen)
        for (_pk, key, code), cell in standing.cells([unit.pk], times, codes).items()
        if cell.amount is not None
    }


def _fact(
    code: str,
    number: _Number,
    before: _Number | None,
    unit: Unit,
    period: Period,
    apart: str,
) -> Fact:
    row = catalogue.of(code)
    return Fact(
        code=code,
        amount=_amount(number, row) or Decimal(0),
        measure=measure(row.unit),
        unit=unit.code,
        period=period.key,
        bound=cast("Bound", number.bound),
        before=Before(
            _amount(before, row),
            apart=apart,
            rough=bool(number.bound or (before and before.bound)),
        ),
    )


def _amount(number: _Number | None, row: catalogue.Indicator) -> Decimal | None:
    """Return the number that counts, rounded as it is reported."""
    if number is None:
        return None
    return rounded(number.amount, row.decimals if row.formula else _STORED)


def _number(told: _Told, of: Iterable[Period], code: str) -> _Number | None:
    """Return the first number there is, the period's own chain before others."""
    found = (told.get((period.key, code)) for period in of)
    return next((number for number in found if number), None)


def _same_days(period: Period) -> list[Period]:
    found = [period]
    for chain in _CHAINS:
        try:
            other = periods.of(chain, period.kind, period.year, period.number)
        except periods.NoSuchPeriod:
            continue
        same = (other.start, other.end) == (period.start, period.end)
        if same and chain != period.chain:
            found.append(other)
    return found


def _year_before(period: Period) -> list[Period]:
    try:
        then = periods.of(period.chain, period.kind, period.year - 1, period.number)
    except periods.NoSuchPeriod:
        return []
    return _same_days(then)


def _comparable(
    unit: Unit,
    period: Period,
    then: Sequence[Period],
    told: _Told,
    now: Sequence[Period],
    codes: Collection[str],
) -> tuple[str, Mapping[str, Decimal]]:
    """Return why the unit as it was cannot be compared, and what it was on this map.

    Where it was made of others since the year before, what they came to then is told,
    if all of them had a number. What changed within that year stays apart.
    """
    if not then or not _changed(unit, then[0].start, period.end):
        return "", {}
    if _changed(unit, then[0].start, then[0].end):
        return APART, {}
    found: dict[str, Decimal] = {}
    for time in now:
        some = [c for c in codes if c not in found and (time.key, c) in told]
        for code, each in comparing.compare(unit, time, some).items() if some else ():
            if each.restated_change.made and each.restated is not None:
                value = each.restated.value
                if value is not None:
                    found[code] = value
    return APART, found


def _changed(unit: Unit, after: datetime.date, until: datetime.date) -> bool:
    """Say whether the unit was made of others, or gave a part, in these days."""
    since = UnitChange.objects.filter(on__gt=after, on__lte=until)
    whole = since.exclude(kind__in=("rename", "move"))
    return whole.filter(Q(to_unit=unit) | Q(from_unit=unit)).exists()


def late(
    viewer: Viewer, unit: Unit, outline: Outline, period: Period, today: datetime.date
) -> tuple[str, ...]:
    """Return the names of the units below that are late with the outline's sheet.

    Nothing where the viewer does not read what came from below. Seven queries.
    """
    if not outline.sheet or unit.pk not in reach.units(viewer, Right.FORMS_BELOW):
        return ()
    rates = owing.rates(unit, chains.by_id(outline.sheet), period, today)
    return tuple(each.name for each in rates.late if each.pk != unit.pk)
