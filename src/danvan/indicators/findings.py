"""What the rules say of the values of many units: of a place, or of the whole country.

A finding is for the unit's own eyes and for those above it who read its values; nobody
else sees one before an edition is approved.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.accounts.rights import Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import NoSuchPeriod, Period
from danvan.core.checks import rules
from danvan.core.checks.rules import Finding, Rule
from danvan.core.indicators import catalogue
from danvan.indicators import comparing, figures, owing, standing, tree
from danvan.orgs.models import Unit

_Amounts = Mapping[tuple[int, str], Mapping[str, Decimal]]  # by unit and period


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that does not hold for a unit."""

    unit: Unit
    finding: Finding


def readable(viewer: Viewer, period: Period) -> list[Unit]:
    """Return the units whose findings the viewer may see, by name; two queries."""
    units = Unit.objects.as_of(period.end).filter(pk__in=owing.reach(viewer))
    return [*units.order_by("sort_key", "code")]


def found(units: Sequence[Unit], period: Period) -> list[Found]:
    """Return what the rules say of the units' values, errors first.

    Two queries, however many units, values and rules, and ten for each place among
    them. Values that are written down are judged as they stand; what nobody counted or
    gave is missing. A place is judged by its figures, not by its office's own count.
    """
    asked = rules.rules()
    now, earlier = rules.needed(asked)
    opening = _opening(period)
    times = [period, *([opening] if opening else [])]
    amounts = _amounts(units, times, now | earlier)
    by_level: dict[str, tuple[Rule, ...]] = {}
    made = []
    for unit in units:
        values = amounts.get((unit.pk, period.key))
        if not values:
            continue
        of_level = by_level.setdefault(
            unit.level, tuple(r for r in asked if r.asked_of(unit.level, period.kind))
        )
        before = amounts.get((unit.pk, opening.key if opening else ""), {})
        made += [Found(unit, f) for f in rules.judge_all(of_level, values, before)]
    return sorted(made, key=lambda f: rules.SEVERITIES.index(f.finding.severity))


def by_rule(some: Collection[Found]) -> list[tuple[Rule, int]]:
    """Return the rules that were broken with how often, the most broken first."""
    counts: dict[str, list[Found]] = defaultdict(list)
    for each in some:
        counts[each.finding.rule.id].append(each)
    ordered = sorted(counts.values(), key=len, reverse=True)
    return [(of[0].finding.rule, len(of)) for of in ordered]


def of_country(period: Period) -> Iterator[tuple[Unit | None, list[Found]]]:
    """Yield what is found place by place: the units under each parent; two queries each.

    Reads every unit's values: for the operator, as the system.
    """
    groups: dict[int | None, list[Unit]] = defaultdict(list)
    units = Unit.objects.as_of(period.end).select_related("parent")
    for unit in units.order_by("parent__sort_key", "sort_key", "code"):
        groups[unit.parent_id].append(unit)
    for of in groups.values():
        yield of[0].parent, found(of, period)


def _opening(period: Period) -> Period | None:
    try:
        return periods.opened_by(period)
    except NoSuchPeriod:
        return None


def _amounts(
    units: Collection[Unit], times: Collection[Period], codes: Collection[str]
) -> _Amounts:
    kept: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    places = [unit for unit in units if tree.is_whole(unit)]
    rest = [unit.pk for unit in units if not tree.is_whole(unit)]
    for (pk, key, code), cell in standing.cells(rest, times, codes).items():
        if cell.amount is not None:
            kept[pk, key][code] = cell.amount
    asked = comparing.rules_for([code for code in codes if code in catalogue.known()])
    for place in places:
        for key, found in figures.of_periods(place, times, asked).items():
            kept[place.pk, key] |= {
                code: figure.value
                for code, figure in found.items()
                if code in codes and figure.value is not None
            }
    return kept
