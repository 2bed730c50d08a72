"""From chosen values to what may stand in print: withheld, rounded, or as printed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.disclosure import rounding, small
from danvan.core.indicators import catalogue
from danvan.core.indicators.catalogue import Indicator
from danvan.indicators.figures import Figure
from danvan.indicators.models import Provenance, Value
from danvan.orgs.models import Kind, Unit
from danvan.publishing import hushing

RULES = "1"
# What is no count of people, letters or things is not rounded to five.
MEASURED = frozenset(
    {
        *("metre", "square_metre", "point", "rank", "percent", "percentage_point"),
        *("dong", "thousand_dong", "million_dong", "billion_dong", "million_usd"),
        *("minute", "day"),
    }
)
_SEP = "/"
Opened = Collection[str]  # ids of the reports that a person marked as published


@dataclass(frozen=True, slots=True)
class Shown:
    """One number as it goes into print; ``value`` is None where it was worked out."""

    unit: Unit
    code: str
    amount: Decimal
    own: bool  # and rounded to five where it is a count
    value: Value | None


def shown(
    units: Sequence[Unit], told: Mapping[tuple[int, str], Figure], opened: Opened
) -> list[Shown]:
    """Return what is printed of the figures of one period, by (unit's id, code).

    A value read out of a report that its issuer published stays as it is printed
    there, if the unit may publish it; every other count is rounded. Bodies that work in
    a place are shown only where a published report printed their numbers.
    """
    found: list[Shown] = []
    counts: dict[str, int] = {}
    behind: dict[str, tuple[Unit, str, Value | None]] = {}
    for unit in units:
        chosen = {
            code: figure
            for (unit_id, code), figure in told.items()
            if unit_id == unit.pk and code in catalogue.known()
        }
        territory = unit.kind == Kind.TERRITORY
        out = small.withheld(hushing.level_of(unit), sorted(chosen))
        for code, figure in chosen.items():
            amount, value = figure.value, figure.source
            if code in out or amount is None:
                continue
            if value is not None and _stays(value, opened):
                found.append(Shown(unit, code, amount, False, value))
            elif not territory or code in small.second_breakdowns():
                continue  # what a body counts goes into its place's numbers
            elif _is_count(catalogue.of(code), amount):
                counts[f"{unit.code}{_SEP}{code}"] = int(amount)
                behind[f"{unit.code}{_SEP}{code}"] = (unit, code, value)
            elif catalogue.of(code).unit in MEASURED and catalogue.of(code).adds_up:
                found.append(Shown(unit, code, amount, True, value))
    for name, known in rounding.table(counts, _ways(counts, units)).items():
        unit, code, value = behind[name]
        found.append(Shown(unit, code, Decimal(known.printed), True, value))
    return sorted([*found, *_rates(units, found)], key=lambda s: (s.unit.code, s.code))


def _stays(value: Value, opened: Opened) -> bool:
    return value.provenance == Provenance.REPORTED and value.origin in opened


def counts_things(code: str) -> bool:
    """Say whether an indicator counts people, letters or things, and is rounded."""
    row = catalogue.known().get(code)
    return row is not None and row.adds_up and row.unit not in MEASURED


def _is_count(indicator: Indicator, amount: Decimal) -> bool:
    whole = amount == amount.to_integral_value() and amount >= 0
    return counts_things(indicator.code) and whole


def _ways(
    counts: Mapping[str, int], units: Sequence[Unit]
) -> dict[str, list[list[str]]]:
    """Return which counts are sums of which others, where they really are."""
    ways: dict[str, list[list[str]]] = {}
    below = {u.pk: [b.code for b in units if b.parent_id == u.pk] for u in units}
    for unit in units:
        for code, parts in small.ways():
            way = [f"{unit.code}{_SEP}{part}" for part in parts]
            ways.setdefault(f"{unit.code}{_SEP}{code}", []).append(way)
        for name in [n for n in counts if n.startswith(f"{unit.code}{_SEP}")]:
            code = name.rpartition(_SEP)[2]
            way = [f"{b}{_SEP}{code}" for b in below[unit.pk]]
            ways.setdefault(name, []).append([n for n in way if n in counts])
    return {
        name: true
        for name, every in ways.items()
        if name in counts
        and (true := [way for way in every if _adds_up(name, way, counts)])
    }


def _adds_up(name: str, way: Sequence[str], counts: Mapping[str, int]) -> bool:
    return (
        len(way) > 1
        and all(part in counts for part in way)
        and sum(counts[part] for part in way) == counts[name]
    )


def _rates(units: Sequence[Unit], found: Sequence[Shown]) -> list[Shown]:
    """Work out percentages anew from printed counts; an exact one would tell them."""
    made = []
    printed = {(s.unit.code, s.code): s for s in found}
    for unit in units:
        for code, row in catalogue.known().items():
            if row.kind != "ratio" or (unit.code, code) in printed:
                continue
            top, bottom = _halves(row.formula)
            over, under = (
                printed.get((unit.code, top)),
                printed.get((unit.code, bottom)),
            )
            if over and under and over.own and under.own:
                rate = rounding.quotient(int(over.amount), int(under.amount), 1)
                if rate is not None and rate <= 100:
                    made.append(Shown(unit, code, rate, True, None))
    return made


def _halves(formula: str | None) -> tuple[str, str]:
    """Return numerator and denominator of ``100 * A / B``; empty for another form."""
    front, slash, bottom = (formula or "").partition("/")
    top = front.replace("100 *", "").strip()
    plain = slash and top.isalnum() and bottom.strip().isalnum()
    return (top, bottom.strip()) if plain else ("", "")
