"""Say what figures of former units are in terms of the units that took them over.

A merger adds: the value of every part counts. A division counts by its shares;
where no source tells them the value is not guessed at but kept apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from danvan.core.rollup.rollup import filled_in
from danvan.core.rollup.rules import Rule, in_order, work_out

Share = Decimal | None  # None where nobody knows
# Per former unit: who took it over and which part.
Successors = Mapping[str, Sequence[tuple[str, Share]]]


@dataclass(frozen=True, slots=True)
class Restated:
    """Values by successor, and by former unit what could not be placed."""

    values: Mapping[str, Decimal]
    unplaced: Mapping[str, Decimal]


def restate(values: Mapping[str, Decimal], successors: Successors) -> Restated:
    """Count each value into the units that took its unit over.

    A unit without an entry in ``successors`` still stands and keeps its value; an
    empty entry is a unit that ended without a successor. The sum of all values
    stays what it was, to the last digit where the shares of a unit add up to 1.

    >>> part = {"old": [("new", Decimal(1))], "cut": [("new", None), ("other", None)]}
    >>> restate({"old": Decimal(3), "new": Decimal(2), "cut": Decimal(4)}, part)
    Restated(values={'new': Decimal('5')}, unplaced={'cut': Decimal('4')})
    """
    placed: dict[str, Decimal] = {}
    unplaced: dict[str, Decimal] = {}
    for unit, value in values.items():
        shares = successors.get(unit, [(unit, Decimal(1))])
        known = [(heir, share) for heir, share in shares if share is not None]
        if len(known) < len(shares):
            known = []
        for heir, share in known:
            placed[heir] = placed.get(heir, Decimal(0)) + value * share
        rest = value - sum((value * share for _, share in known), Decimal(0))
        if rest:
            unplaced[unit] = rest
    return Restated(placed, unplaced)


class Apart(StrEnum):
    """Why a value on another day's map cannot be told."""

    DIVIDED = "divided"  # a unit was divided and no share is on record
    UNMADE = "unmade"  # a merged unit's value cannot be taken apart again
    NO_PARTS = "no_parts"  # a ratio or range of several units, without its parts


@dataclass(frozen=True, slots=True)
class OnMap:
    """A value on another day's map.

    ``given`` of ``parts`` units that the unit is made of there had a value. ``value``
    is None where none had, or where ``apart`` says why it cannot be told.
    """

    value: Decimal | None
    given: int
    parts: int
    apart: Apart | None = None

    @property
    def whole(self) -> bool:
        """Whether every part had a value and all of it could be placed."""
        return (
            self.apart is None and self.value is not None and self.given == self.parts
        )


@dataclass(frozen=True, slots=True)
class Way:
    """From one day's map to another's: where each unit that changed went.

    ``back`` is a way to an earlier day.
    """

    heirs: Successors
    back: bool = False

    def origins(self, units: Iterable[str]) -> Mapping[str, list[tuple[str, Share]]]:
        """Return by unit of the map gone to what it is made of; ``units`` stand before."""
        found: dict[str, list[tuple[str, Share]]] = {}
        for unit in units:
            for heir, share in self.heirs.get(unit, [(unit, Decimal(1))]):
                found.setdefault(heir, []).append((unit, share))
        return found


def backwards(successors: Successors) -> Way:
    """Return the way back: what each later unit was part of.

    A unit that lies in one former unit counts into it wholly, one made of several
    cannot be taken apart again: its shares there are unknown.

    >>> backwards({"old": [("new", Decimal(1))]}).heirs["new"]
    [('old', Decimal('1'))]
    """
    found: dict[str, list[str]] = {}
    for former, heirs in successors.items():
        for heir, _ in heirs:
            found.setdefault(heir, []).append(former)
    parts = {
        heir: [(unit, Decimal(1) if len(former) == 1 else None) for unit in former]
        for heir, former in found.items()
    }
    return Way(parts, back=True)


def on_map(
    values: Mapping[tuple[str, str], Decimal | None],
    units: Collection[str],
    way: Way,
    rules: Mapping[str, Rule],
    earlier: Mapping[tuple[str, str], OnMap] | None = None,
) -> Mapping[tuple[str, str], OnMap]:
    """Return values by (unit, code) in terms of another day's units.

    ``units`` are all that stood before, with values or without: a part that says nothing
    is missed. What adds is added, by shares where a unit was divided; a ratio is worked
    out from its restated parts; what has none stands only where one whole unit became
    one unit. ``earlier`` are the restated values of the year before, for ``prev``.
    """
    found: dict[tuple[str, str], OnMap] = {}
    order = in_order(rules)
    filled = filled_in(values, rules)
    for unit, origins in way.origins(units).items():
        for code in (*(c for c in rules if c not in order), *order):
            rule = rules[code]
            if rule.adds:
                found[unit, code] = _added(code, origins, filled, way.back)
                continue
            found[unit, code] = _ratio(unit, rule, found, earlier or {})
            if found[unit, code].value is None:
                found[unit, code] = _carried(code, origins, filled, found[unit, code])
    return found


def _added(
    code: str,
    origins: Sequence[tuple[str, Share]],
    values: Mapping[tuple[str, str], Decimal | None],
    back: bool,
) -> OnMap:
    given = [
        (value, share)
        for unit, share in origins
        if (value := values.get((unit, code))) is not None
    ]
    # What is nothing in whole is nothing in every part.
    if any(share is None and value for value, share in given):
        return OnMap(
            None, len(given), len(origins), Apart.UNMADE if back else Apart.DIVIDED
        )
    known = [value * (Decimal(0) if share is None else share) for value, share in given]
    return OnMap(sum(known, Decimal(0)) if known else None, len(given), len(origins))


def _ratio(
    unit: str,
    rule: Rule,
    found: Mapping[tuple[str, str], OnMap],
    earlier: Mapping[tuple[str, str], OnMap],
) -> OnMap:
    if rule.formula is None:
        return OnMap(None, 0, 1)
    now, before = (
        {n.name: part.value for n in rule.parts if (part := side.get((unit, n.name)))}
        for side in (found, earlier)
    )
    parts = [found[key] for n in rule.parts if (key := (unit, n.name)) in found]
    return OnMap(
        work_out(rule.formula, now, before),
        min((part.given for part in parts), default=0),
        max((part.parts for part in parts), default=0),
        next((part.apart for part in parts if part.apart), None),
    )


def _carried(
    code: str,
    origins: Sequence[tuple[str, Share]],
    values: Mapping[tuple[str, str], Decimal | None],
    otherwise: OnMap,
) -> OnMap:
    """Return a stated ratio or range of the one unit a unit is, else why not."""
    stated = [unit for unit, _ in origins if values.get((unit, code)) is not None]
    if not stated:
        return otherwise
    if len(origins) == 1 and origins[0][1] == 1:
        return OnMap(values[stated[0], code], 1, 1)
    return OnMap(None, len(stated), len(origins), otherwise.apart or Apart.NO_PARTS)
