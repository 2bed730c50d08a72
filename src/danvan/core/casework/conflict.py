"""Who receives a denunciation: never the accused, nor whoever works under them.

Law on Denunciations 25/2018/QH14, articles 8 and 12 to 21; what the law says is
dated data (`core/data/conflict.toml`), the climbing alone is here. It starts at
the unit chosen and goes up until a unit has nothing against it. In doubt it goes
on: a superior may always hand a case down, a conflict cannot be undone.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from danvan.core.data import load_toml


class Works(StrEnum):
    """Whether an accused person works in a unit."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Ground(StrEnum):
    """Why a unit does not receive."""

    ACCUSED = "accused"
    BELOW_ACCUSED = "below_accused"
    WORKS_HERE = "works_here"
    UNSURE = "unsure"
    NOT_ABLE = "not_able"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one unit (its code) was passed over."""

    unit: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Facts:
    """The tree and what is known of it; all units by code.

    ``parents`` has every unit, the top ones with None. ``one_with`` maps an organ
    to the place with which it is one body, ``seats`` a place to the unit that
    receives for it. ``works`` says of a unit whether an accused person works
    there, NO where it is silent. ``able`` are the units that can take it in;
    None: all of them.
    """

    parents: Mapping[str, str | None]
    one_with: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    works: Mapping[str, Works] = field(default_factory=dict)
    able: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Which unit receives, None when none may; and who was passed over, in order."""

    unit: str | None
    passed_over: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law says of a ground, or of the body above; both days included."""

    id: str
    name: Mapping[str, str]
    act: str
    article: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the rule was in force on ``day``."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )


def receiver(chosen: str, accused: Collection[str], facts: Facts) -> Route:
    """Say who receives what was meant for ``chosen`` while ``accused`` are complained of.

    >>> facts = Facts({"VN": None, "P": "VN", "C": "P"})
    >>> receiver("C", {"C"}, facts).unit
    'P'
    >>> receiver("C", {"VN"}, facts).unit is None
    True
    """
    bodies = {_body(unit, facts) for unit in accused}
    passed: list[Reason] = []
    for candidate in _way_up(chosen, facts):
        grounds = _against(candidate, bodies, facts)
        if not grounds:
            return Route(candidate, tuple(passed))
        passed += (Reason(candidate, ground) for ground in grounds)
    return Route(None, tuple(passed))


@cache
def rules() -> Mapping[str, Rule]:
    """Return what the law says of every ground, by its id."""
    return {row["id"]: _rule(row) for row in load_toml("conflict.toml")["rule"]}


def body_above(level: str, on: datetime.date) -> Rule | None:
    """Return who is competent above the units of a level; None where no rule says it."""
    return next((rule for rule in _above(level) if rule.holds_on(on)), None)


def one_body_kinds(on: datetime.date) -> frozenset[str]:
    """Return the kinds of units that are one body with their place on a day."""
    found: set[str] = set()
    for row in load_toml("conflict.toml")["one_body"]:
        if row["valid_from"] <= on <= row.get("valid_to", datetime.date.max):
            found.update(row["kinds"])
    return frozenset(found)


def _above(level: str) -> list[Rule]:
    rows: list[dict[str, Any]] = load_toml("conflict.toml")["above"]
    return [_rule(row) for row in rows if row["level"] == level]


def _rule(row: Mapping[str, Any]) -> Rule:
    known = {key: value for key, value in row.items() if key not in {"id", "level"}}
    return Rule(id=row.get("id") or row["level"], **known)


def _body(unit: str, facts: Facts) -> str:
    return facts.one_with.get(unit, unit)


def _way_up(chosen: str, facts: Facts) -> list[str]:
    """List who may be asked, from the chosen unit to the top; each body once."""
    return [facts.seats.get(body, body) for body in _bodies_up(chosen, facts)]


def _against(unit: str, accused: Collection[str], facts: Facts) -> list[Ground]:
    if unit not in facts.parents:
        return [Ground.UNKNOWN]
    grounds: list[Ground] = []
    body, *above = _bodies_up(unit, facts)
    if body in accused:
        grounds.append(Ground.ACCUSED)
    if any(superior in accused for superior in above):
        grounds.append(Ground.BELOW_ACCUSED)
    match facts.works.get(unit, Works.NO):
        case Works.YES:
            grounds.append(Ground.WORKS_HERE)
        case Works.UNSURE:
            grounds.append(Ground.UNSURE)
    if facts.able is not None and unit not in facts.able:
        grounds.append(Ground.NOT_ABLE)
    return grounds


def _bodies_up(unit: str, facts: Facts) -> list[str]:
    bodies: list[str] = []
    current: str | None = unit
    while current is not None:
        body = _body(current, facts)
        if body in bodies:
            break
        bodies.append(body)
        current = facts.parents.get(body)
    return bodies
