"""What the values of the units of a place come to, with how many units gave theirs.

A unit that gave nothing for a period is taken at what it gave for the months or
quarters the period is made of, each unit by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.core.rollup.rollup import Total, derived, roll_up
from danvan.core.rollup.rules import Rule
from danvan.indicators import standing, tree
from danvan.indicators.models import Provenance
from danvan.orgs.models import Kind, Level, Unit

_Cells = Mapping[standing.Key, standing.Cell]
_COMMUNE = (Level.COMMUNE, Kind.TERRITORY)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What each unit adds, and which units gave it for some parts of the period only."""

    values: Mapping[tuple[int, str], Decimal | None]
    partly: frozenset[tuple[int, str]]
    direct: frozenset[str]  # codes that somebody gave for the period itself


def summed(
    ground: Collection[Unit],
    unit: Unit,
    period: periods.Period,
    rules: Mapping[str, Rule],
    cells: _Cells,
) -> Mapping[str, Total]:
    """Return what a unit comes to under each code; ``ground`` is of `tree.ground`.

    Of a place what was said of it as a whole is not in the sum; what its own office
    counted is. Where it was told as a whole for some parts of the period only, those
    stand in for the sums of these parts.
    """
    parts = made_of(period)
    gathered = _gathered(ground, unit, period, parts, rules, cells)
    found = _rolled(ground, unit, period, rules, gathered)
    mixed = _mixed(ground, unit, parts, rules, cells, gathered)
    return {**found, **mixed}


def stated_in_parts(
    unit: Unit, period: periods.Period, code: str, rule: Rule, cells: _Cells
) -> Decimal | None:
    """Return what was said of a place as a whole for all that counts of a period."""
    parts = made_of(period)
    said = [_stated(cells, unit, part, code) for part in parts]
    if not said or not rule.adds:
        return None
    if not rule.adds_over_time:
        return said[-1]
    known = [amount for amount in said if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(said) else None


def made_of(period: periods.Period) -> list[periods.Period]:
    """Return the months, else quarters, that a longer period is made of, in order."""
    for kind in (periods.Kind.MONTH, periods.Kind.QUARTER):
        found = []
        for number in range(1, 13 if kind == periods.Kind.MONTH else 5):
            try:
                part = periods.of(period.chain, kind, period.year, number)
            except periods.NoSuchPeriod:
                continue
            if period.start <= part.start and part.end <= period.end:
                found.append(part)
        whole = found and found[0].start == period.start and found[-1].end == period.end
        if whole and found != [period]:
            return found
    return []


def _gathered(
    ground: Collection[Unit],
    unit: Unit,
    period: periods.Period,
    parts: Collection[periods.Period],
    rules: Mapping[str, Rule],
    cells: _Cells,
) -> _Gathered:
    values: dict[tuple[int, str], Decimal | None] = {}
    partly, direct = set(), set()
    told: set[tuple[int | None, str]] = set()  # places below told as a whole
    for each in ground:
        for code, rule in rules.items():
            if (each.parent_id, code) in told:
                told.add((each.pk, code))
                continue
            below = each.pk != unit.pk and tree.is_whole(each)
            whole = _stated(cells, each, period, code) if below else None
            if whole is not None:
                told.add((each.pk, code))
            own = _own(cells, each, period, code) if whole is None else whole
            if own is not None:
                direct.add(code)
            elif rule.adds:
                given = [_own(cells, each, part, code) for part in parts]
                own = _over(given, rule)
                if own is not None and rule.adds_over_time and None in given:
                    partly.add((each.pk, code))
            if own is not None:
                values[each.pk, code] = own
    return _Gathered(values, frozenset(partly), frozenset(direct))


def _over(given: Sequence[Decimal | None], rule: Rule) -> Decimal | None:
    """Return what the values of parts come to: a flow their sum, else the last one."""
    if not rule.adds_over_time:
        return given[-1] if given else None
    known = [amount for amount in given if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _own(
    cells: _Cells, unit: Unit, period: periods.Period, code: str
) -> Decimal | None:
    """Return what a unit adds of its own: of a place only what its office counted."""
    cell = cells.get((unit.pk, period.key, code))
    if cell is None:
        return None
    if not tree.is_whole(unit):
        return cell.amount
    counted = (v for v in cell.values if v.provenance == Provenance.COUNTED)
    return next((v.amount for v in counted), None)


def _stated(
    cells: _Cells, unit: Unit, period: periods.Period, code: str
) -> Decimal | None:
    cell = cells.get((unit.pk, period.key, code))
    return standing.whole(cell).amount if cell else None


def _mixed(
    ground: Collection[Unit],
    unit: Unit,
    parts: Collection[periods.Period],
    rules: Mapping[str, Rule],
    cells: _Cells,
    gathered: _Gathered,
) -> Mapping[str, Total]:
    """Return flows of a place that was told as a whole for some of the parts only."""
    if not tree.is_whole(unit):
        return {}
    said = {
        (part.key, code): amount
        for part in parts
        for code, rule in rules.items()
        if rule.adds_over_time and code not in gathered.direct
        if (amount := _stated(cells, unit, part, code)) is not None
    }
    some = {code: rules[code] for _key, code in said}
    by_part: dict[str, list[Total]] = defaultdict(list)
    for part in parts if some else ():
        sums = _rolled(
            *(ground, unit, part, some),
            _gathered(ground, unit, part, (), some, cells),
        )
        for code in some:
            amount = said.get((part.key, code))
            whole = sums[code] if amount is None else Total(amount, 1, 1)
            by_part[code].append(whole)
    return {code: _together(totals) for code, totals in by_part.items()}


def _together(totals: Sequence[Total]) -> Total:
    known = [total.value for total in totals if total.value is not None]
    given = sum(total.given for total in totals)
    expected = sum(total.expected for total in totals)
    return Total(sum(known, Decimal(0)) if known else None, given, expected)


def _rolled(
    ground: Collection[Unit],
    unit: Unit,
    period: periods.Period,
    rules: Mapping[str, Rule],
    gathered: _Gathered,
) -> dict[str, Total]:
    """Roll up one period, the codes that the same units owe together."""
    parents = {u.pk: u.parent_id if u.pk != unit.pk else None for u in ground}
    found: dict[tuple[int, str], Total] = {}
    for units, codes in _owing(ground, period, rules).items():
        beside = {
            u.pk
            for u in ground
            if tree.stands_beside(u) and u.pk not in {unit.pk, *units}
        }
        some = {code: rules[code] for code in codes}
        values = _without_alone(gathered.values, unit, {*units}, beside)
        sums = roll_up(values, parents, some, beside=beside, expected=units)
        for code in codes:
            partly = sum((pk, code) in gathered.partly for pk in units)
            total = sums[unit.pk, code]
            found[unit.pk, code] = replace(total, given=total.given - partly)
    whole = derived(found, [unit.pk], rules, gathered.values, {})
    return {code: whole[unit.pk, code] for code in rules}


def _without_alone(
    values: Mapping[tuple[int, str], Decimal | None],
    place: Unit,
    owing: Collection[int],
    beside: Collection[int],
) -> Mapping[tuple[int, str], Decimal | None]:
    """Leave out what the office of a place counted where nobody below gave a number."""
    if not tree.is_whole(place) or place.pk in owing:
        return values
    given = {code for pk, code in values if pk != place.pk and pk not in beside}
    return {k: v for k, v in values.items() if k[0] != place.pk or k[1] in given}


def _owing(
    ground: Collection[Unit], period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[frozenset[int], list[str]]:
    """Return which units owe which codes, by the sheets of the period's chain.

    A code that no sheet asks for is expected of every commune.
    """
    sheets = [sheet for sheet in chains.sheets() if sheet.owed_for(period)]
    found: dict[frozenset[int], list[str]] = defaultdict(list)
    who: dict[frozenset[str], frozenset[int]] = {}
    for code, rule in rules.items():
        if not rule.adds:
            continue
        asking = [s for s in sheets if code in s.codes and not s.beside]
        ids = frozenset(sheet.id for sheet in asking)
        if ids not in who:
            who[ids] = _who(ground, asking)
        found[who[ids]].append(code)
    return found


def _who(ground: Collection[Unit], asking: Collection[chains.Sheet]) -> frozenset[int]:
    """Return who owes some sheets: bodies of other chains only where nobody else does.

    A place is asked for what its own office counts only where nobody below owes it.
    """
    first, *below = ground
    asked = [u for u in below if any(s.owed_by(u.kind, u.level) for s in asking)]
    of_place = {u.pk for u in asked if not tree.stands_beside(u)}
    owing = of_place or {u.pk for u in asked}
    if not owing and any(s.owed_by(first.kind, first.level) for s in asking):
        owing = {first.pk}
    if not owing:
        owing = {u.pk for u in ground if (u.level, u.kind) == _COMMUNE}
    return frozenset(owing or {u.pk for u in ground})
