"""Figures of a unit beside those of the same period a year before.

Both ways, always: as they were printed then, and worked out anew on today's map or any
other day's. `compare` is what the compiler's page and the drafts of reports call.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from danvan.accounts import scope
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.core.rollup import compare as comparison
from danvan.core.rollup.compare import Change, Why
from danvan.core.rollup.restate import OnMap, on_map
from danvan.core.rollup.rules import Rule, needed, work_out
from danvan.core.rollup.rules import rule as rule_of
from danvan.indicators import figures, maps
from danvan.indicators.figures import Figure
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of a unit, now and in the period a year before.

    ``printed`` is the figure of that very unit then, ``restated`` what it comes to for
    the ground it holds on ``on``; each with the change since. ``made_of`` are the names
    of the units it was made of then, and those of them that had no figure.
    """

    code: str
    now: Figure
    printed: Figure
    printed_change: Change
    restated: OnMap | None
    restated_change: Change
    made_of: tuple[str, ...]
    without: tuple[str, ...]
    now_apart: Why | None = None  # why this period's cannot be told on that map

    @property
    def redrawn(self) -> bool:
        """Whether the unit is made of others than itself alone."""
        return self.restated is not None and self.restated.parts > 1


def compare(
    unit: Unit,
    period: periods.Period,
    codes: Collection[str],
    *,
    before: periods.Period | None = None,
    on: datetime.date | None = None,
) -> Mapping[str, Compared]:
    """Return each code of a unit and period beside the same period a year before.

    ``before`` is another period to compare with; ``on`` the day whose map holds, by
    default the last day of ``period``. The unit stands on that day. Figures of former
    units are read as the system, since nobody sits in them any more: whoever may read
    the unit's figures may read what they were made of. The number of queries depends on
    how many units it was made of (at most eight for each), not on codes.
    """
    then = before if before is not None else a_year_before(period)
    day = on if on is not None else period.end
    rules = rules_for(codes)
    with scope.as_system("former units of a place have no officers left"):
        now = _on(unit, period, rules, day)
        past = _on(unit, then, rules, day) if then else _NOTHING
    now = _since(now, past, rules)
    return {code: _compared(code, rules[code], now, past) for code in codes}


def rules_for(codes: Collection[str]) -> Mapping[str, Rule]:
    """Return the rules of codes and of all they are worked out from.

    Raises KeyError for a code that is not in the catalogue.
    """
    known = _rules()
    found = needed(codes, known)
    return {code: known[code] for code in (*codes, *sorted(found - {*codes}))}


@cache
def _rules() -> Mapping[str, Rule]:
    return {code: rule_of(row) for code, row in catalogue.known().items()}


def a_year_before(period: periods.Period) -> periods.Period | None:
    """Return the same period of the year before; None before the first regime."""
    try:
        return periods.of(period.chain, period.kind, period.year - 1, period.number)
    except periods.NoSuchPeriod:
        return None


@dataclass(frozen=True, slots=True)
class _Side:
    """The figures of one period: the unit's own then, and those on the map."""

    own: Mapping[str, Figure]
    parts: Mapping[str, Mapping[str, Figure]]  # by name of the unit
    on_map: Mapping[str, OnMap]


_NOTHING = _Side({}, {}, {})


def _on(
    unit: Unit,
    period: periods.Period,
    rules: Mapping[str, Rule],
    day: datetime.date,
) -> _Side:
    made = maps.made_of(unit, period.end, day)
    by_unit = {u.code: figures.of(u, period, rules) for u in made.units}
    values = {
        (code, each): figure.value
        for code, found in by_unit.items()
        for each, figure in found.items()
    }
    restated = on_map(values, by_unit.keys(), made.way, rules)
    return _Side(
        own=by_unit.get(unit.code, {}),
        parts={u.name: by_unit[u.code] for u in made.units},
        on_map={
            each: cell for (code, each), cell in restated.items() if code == unit.code
        },
    )


def _since(now: _Side, past: _Side, rules: Mapping[str, Rule]) -> _Side:
    """Work out what is itself a change since the year before (``prev``).

    Of a unit made of others since, the year before is what those came to on this map,
    where all of them had a figure; its own figure of then is of other ground.
    """
    own = dict(now.own)
    values = {code: figure.value for code, figure in now.own.items()}
    before = {code: figure.value for code, figure in past.own.items()}
    for code, cell in past.on_map.items():
        if cell.parts > 1 or code not in before:
            before[code] = cell.value if cell.whole else None
    for code, rule in rules.items():
        if rule.formula is None or not any(name.earlier for name in rule.parts):
            continue
        value = work_out(rule.formula, values, before)
        if value is not None and own.get(code, figures.EMPTY).value is None:
            own[code] = Figure(value, "summed")
    return replace(now, own=own)


def _compared(code: str, rule: Rule, now: _Side, past: _Side) -> Compared:
    here = now.own.get(code, figures.EMPTY)
    printed = past.own.get(code, figures.EMPTY)
    restated = past.on_map.get(code)
    today = now.on_map.get(code)
    return Compared(
        code=code,
        now=here,
        printed=printed,
        printed_change=comparison.change(rule.kind, here.value, printed.value),
        restated=restated,
        restated_change=comparison.change_on_map(
            rule.kind, today.value if today else None, restated
        ),
        made_of=tuple(past.parts),
        without=tuple(
            name
            for name, found in past.parts.items()
            if found.get(code, figures.EMPTY).value is None
        ),
        now_apart=Why(today.apart) if today and today.apart else None,
    )
