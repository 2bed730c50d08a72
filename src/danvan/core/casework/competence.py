"""Who settles a matter on a day, what rights are left, and who succeeds whom.

Competence is dated (`core/data/competence.toml`): since 1/7/2025 there is no
district, so that the chairman of the province settles in the second instance what
the chairman of a commune settled in the first.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.ground import Ground, Span, ground, span
from danvan.core.data import load_toml


class Office(StrEnum):
    """Whose decision, act or conduct it is, and who settles."""

    COMMUNE_STAFF = "commune_staff"
    COMMUNE_CHAIR = "commune_chair"
    DISTRICT_UNIT = "district_unit"
    DISTRICT_CHAIR = "district_chair"
    DEPARTMENT_UNIT = "department_unit"
    DEPARTMENT_HEAD = "department_head"
    PROVINCE_CHAIR = "province_chair"
    MINISTRY_UNIT = "ministry_unit"
    MINISTER = "minister"
    PRIME_MINISTER = "prime_minister"


class NobodyCompetent(LookupError):
    """No rule of that day says who settles this (an abolished office, a wrong instance)."""


class SuccessorUnclear(LookupError):
    """Nobody, or more than one, took a unit over: a person must record which."""

    def __init__(self, unit: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{unit}: {', '.join(candidates) or 'no successor'}")
        self.unit, self.candidates = unit, tuple(candidates)


@dataclass(frozen=True, slots=True)
class Competent:
    """Who settles, and why; ``office`` is None where only the court is left."""

    office: Office | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a decision prints about the rights that are left, by language."""

    words: Mapping[str, str]
    ground: Ground
    term: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An open matter: who holds it, where it came in, and its clock.

    ``unit`` is a unit's code, ``origin`` the code of the unit that took it in.
    """

    unit: str
    origin: str
    received_on: datetime.date
    due: datetime.date | None = None


def competent_body(
    kind: Kind, instance: int, against: Office, on: datetime.date
) -> Competent:
    """Return who settles a matter of this kind about ``against`` on that day.

    ``instance`` is 1 or 2 for complaints and 0 for all else. Raises NobodyCompetent.

    >>> day = datetime.date(2026, 1, 5)
    >>> competent_body(Kind.COMPLAINT, 2, Office.COMMUNE_CHAIR, day).office
    <Office.PROVINCE_CHAIR: 'province_chair'>
    """
    for row in load_toml("competence.toml")["table"]["rules"]:
        key = (row["kind"], row["instance"], row["against"])
        if key == (kind, instance, against) and span(row).holds_on(on):
            body = row["body"]
            return Competent(Office(body) if body else None, ground(row))
    raise NobodyCompetent(f"{kind} {instance} {against} {on}")


def remedy(instance: int, against: Office, on: datetime.date) -> Remedy:
    """Return what a decision on a complaint prints about going on and suing.

    A decision that no second instance follows prints the right to sue alone.
    Raises NobodyCompetent.
    """
    above = competent_body(Kind.COMPLAINT, 2, against, on).office
    shown = instance if above else 2
    row = next(
        r
        for r in load_toml("competence.toml")["table"]["remedies"]
        if r["instance"] == shown
    )
    words = {
        language: row[language].format(
            body=office_words(above)[language] if above else ""
        )
        for language in ("vi", "en")
    }
    return Remedy(words, ground(row), row.get("term", ""))


def office_words(office: Office) -> Mapping[str, str]:
    """Return what the office is called, by language."""
    row = _office(office)
    return {"vi": row["vi"], "en": row["en"]}


def offices(on: datetime.date) -> tuple[Office, ...]:
    """Return the offices that exist on a day, lowest first."""
    return tuple(o for o in Office if _span(o).holds_on(on))


def succeed(
    held: Held, successors: Mapping[str, Sequence[str]], chosen: str | None = None
) -> Held:
    """Return the matter with the unit that succeeded its holder; the clock runs on.

    ``successors`` are the codes of the units that took a unit over, by its code;
    a unit that is not in it stands. ``chosen`` decides where several did. Origin,
    day of receipt and deadline never change. Raises SuccessorUnclear.
    """
    seen = {held.unit}
    unit = held.unit
    while unit in successors:
        candidates = successors[unit]
        if chosen in candidates:
            unit = str(chosen)
        elif len(candidates) == 1:
            unit = candidates[0]
        else:
            raise SuccessorUnclear(unit, candidates)
        if unit in seen:
            raise SuccessorUnclear(unit, candidates)
        seen.add(unit)
    return replace(held, unit=unit)


def _office(office: Office) -> Mapping[str, Any]:
    row: Mapping[str, Any] = load_toml("competence.toml")["offices"][office]
    return row


def _span(office: Office) -> Span:
    return span(_office(office))
