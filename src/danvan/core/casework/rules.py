"""The legal terms as data: what each rule says, and which was in force when.

Read from `core/data/deadlines.toml`, whose head explains every field.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from danvan.core.data import load_toml

Said = Mapping[str, str]


class DeadlineUnknown(LookupError):
    """No rule of this code was in force on that day."""

    def __init__(self, code: str, day: datetime.date) -> None:
        super().__init__(f"{code} was not in force on {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something the law says, and for how long; both days included.

    ``certain`` is False where the text was not read or can be read otherwise: the
    screen then says "cần pháp chế xác nhận". ``note`` says why, by language.
    """

    act: str
    article: str
    certain: bool
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    note: Said = field(default_factory=dict)

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the rule was in force on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Dated):
    """One legal term in one time; lengths in days, working ones if ``working``.

    ``regime`` is "received" (the rule of the day the matter came in) or "event";
    ``disciplinary`` the code that stands in for this one; ``extends``, ``times``
    ``dismissal`` the one for a dismissal, ``level`` belong to an extension of another code's term.
    """

    code: str
    name: Said
    event: Said
    days: int
    working: bool
    complex: int | None = None
    remote: int | None = None
    remote_complex: int | None = None
    places: int | None = None
    disciplinary: str = ""
    dismissal: str = ""
    before: bool = False
    regime: str = "received"
    extends: str = ""
    times: int = 0
    level: str = ""

    def length(
        self,
        *,
        remote: bool = False,
        complex: bool = False,  # noqa: A002 - the law's word
        places: bool = False,
    ) -> int:
        """Return the number of days; a variant the rule does not know changes nothing."""
        both = self.remote_complex if remote and complex else None
        lengths = [both, self.complex if complex else None]
        lengths += [self.remote if remote else None, self.places if places else None]
        return max(n for n in [*lengths, self.days] if n is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseRule(Dated):
    """Time that does not count toward the terms of ``codes``."""

    kind: str
    codes: frozenset[str]
    name: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule(Dated):
    """From when a term is very late: ``days`` after its ``after`` (start or due)."""

    codes: frozenset[str]
    after: str
    days: int


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the file."""
    data = load_toml("deadlines.toml")
    return tuple(
        Rule(
            **_known(row, "unit", "event"),
            event=data["events"][row["event"]],
            working=row["unit"] == "working",
        )
        for row in data["deadline"]
    )


def rule(code: str, on: datetime.date) -> Rule:
    """Return the rule ``code`` in force ``on`` a day; DeadlineUnknown if none."""
    for candidate in rules():
        if candidate.code == code and candidate.holds_on(on):
            return candidate
    raise DeadlineUnknown(code, on)


def applicable(
    code: str,
    event: datetime.date,
    received: datetime.date | None = None,
    *,
    disciplinary: bool = False,
    dismissal: bool = False,
) -> Rule:
    """Return the rule that governs a matter, by the day it was received.

    ``event`` is the day the term starts from; it counts where nobody says when
    the matter came in, and for rules whose regime is their own event. Raises
    DeadlineUnknown where the law of that day had no such term.
    """
    if disciplinary or dismissal:
        code = _stand_in(code, dismissal=dismissal)
    for candidate in rules():
        day = event if candidate.regime == "event" else received or event
        if candidate.code == code and candidate.holds_on(day):
            return candidate
    raise DeadlineUnknown(code, received or event)


def _stand_in(code: str, *, dismissal: bool) -> str:
    named = [r for r in rules() if r.code == code]
    last = [r.dismissal for r in named if dismissal and r.dismissal]
    return next(iter([*last, *(r.disciplinary for r in named if r.disciplinary)]), code)


def pause_rule(kind: str, code: str, on: datetime.date) -> PauseRule | None:
    """Return the rule that stops the clock of ``code`` on a day, None if none does."""
    fits = (
        p
        for p in pause_rules()
        if p.kind == kind and code in p.codes and p.holds_on(on)
    )
    return next(fits, None)


def late_rule(code: str, on: datetime.date) -> LateRule:
    """Return from when a term of ``code`` is very late, for a matter of that day."""
    named = (r for r in late_rules() if code in r.codes and r.holds_on(on))
    return next(named, late_rules()[-1])


@cache
def pause_rules() -> tuple[PauseRule, ...]:
    """Return every rule that stops a clock, in the order of the file."""
    return tuple(PauseRule(**_listed(row)) for row in _rows("pause"))


@cache
def late_rules() -> tuple[LateRule, ...]:
    """Return from when terms are very late; the last names no code, for the rest."""
    return tuple(LateRule(**_listed(row)) for row in _rows("very_late"))


def _rows(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load_toml("deadlines.toml")[kind]
    return found


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return _known(row, "codes") | {"codes": frozenset(row["codes"])}


def _known(row: Mapping[str, Any], *left: str) -> dict[str, Any]:
    fields = {k: v for k, v in row.items() if k not in {*left, "confirmed"}}
    return fields | {"certain": row["confirmed"]}
