"""Is a matter complex? A determination by the seven criteria of the law, dated.

It must be in writing and stay in the file (decree 124/2020, article 3a.2): an app
stores the criteria, the day and the sentence, and the clock takes it from there.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from danvan.core.casework.rules import Dated, Said
from danvan.core.casework.workflow import Kind
from danvan.core.data import rows


class Criterion(StrEnum):
    """One of the seven, by its letter in the decrees."""

    PLACES = "a"
    CONTENTS = "b"
    MANY_PEOPLE = "c"
    FOREIGN = "d"
    BODIES = "đ"
    OPINIONS = "e"
    EVIDENCE = "g"


class Level(StrEnum):
    """How complex a matter is; especially complex exists for denunciations only."""

    NORMAL = "normal"
    COMPLEX = "complex"
    ESPECIALLY_COMPLEX = "especially_complex"


_LEVELS: Mapping[Level, Said] = {
    Level.NORMAL: {"vi": "vụ việc thông thường", "en": "an ordinary matter"},
    Level.COMPLEX: {"vi": "vụ việc phức tạp", "en": "a complex matter"},
    Level.ESPECIALLY_COMPLEX: {
        "vi": "vụ việc đặc biệt phức tạp",
        "en": "an especially complex matter",
    },
}


class NothingToDetermine(LookupError):
    """The law of that day knows no complex matters of this kind."""

    def __init__(self, kind: Kind, on: datetime.date) -> None:
        super().__init__(f"no complex {kind} on {on}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexityRule(Dated):
    """How many criteria make which level, for one kind in one time."""

    kind: Kind
    complex_from: int
    especially_from: int
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Determination:
    """What a matter was found to be on a day, by which criteria and which law.

    ``sentence`` goes on file; ``terms`` are the codes whose term it lengthens.
    """

    kind: Kind
    on: datetime.date
    criteria: frozenset[Criterion]
    level: Level
    terms: frozenset[str]
    act: str
    article: str
    certain: bool
    sentence: Said

    @property
    def ground(self) -> str:
        """The criteria by their letters, as an extension keeps them: ``a, đ``."""
        return ", ".join(c for c in Criterion if c in self.criteria)


def determine(
    kind: Kind, criteria: Iterable[Criterion], on: datetime.date
) -> Determination:
    """Say how complex a matter is by the criteria that hold.

    Raises NothingToDetermine for a kind or day without such a rule.

    >>> day = datetime.date(2026, 8, 1)
    >>> determine(Kind.DENUNCIATION, [Criterion.PLACES], day).level
    <Level.COMPLEX: 'complex'>
    """
    held = frozenset(criteria)
    rule = next(
        (r for r in complexity_rules() if r.kind == kind and r.holds_on(on)), None
    )
    if rule is None:
        raise NothingToDetermine(kind, on)
    level = _level(rule, len(held))
    return Determination(
        kind=kind,
        on=on,
        criteria=held,
        level=level,
        terms=rule.terms,
        act=rule.act,
        article=rule.article,
        certain=rule.certain,
        sentence=_sentence(rule, held, level, on),
    )


@cache
def labels() -> Mapping[Criterion, Said]:
    """Return what each criterion says, by language, in the order of the law."""
    named = {row["letter"]: row["name"] for row in rows("complexity", "criterion")}
    return {criterion: named[criterion] for criterion in Criterion}


def _level(rule: ComplexityRule, held: int) -> Level:
    if rule.especially_from and held >= rule.especially_from:
        return Level.ESPECIALLY_COMPLEX
    return Level.COMPLEX if held >= rule.complex_from else Level.NORMAL


def _sentence(
    rule: ComplexityRule, held: frozenset[Criterion], level: Level, on: datetime.date
) -> Said:
    said = {}
    for language, day, none in (
        ("vi", "Ngày", "không có tiêu chí nào"),
        ("en", "On", "no criterion holds"),
    ):
        found = [f"{c}) {labels()[c][language]}" for c in Criterion if c in held]
        said[language] = (
            f"{day} {on:%d/%m/%Y}: {_LEVELS[level][language]}"
            f" ({rule.article} {rule.act}): {'; '.join(found) or none}."
        )
    return said


@cache
def complexity_rules() -> tuple[ComplexityRule, ...]:
    """Return how many criteria make which level, in the order of the file."""
    return tuple(
        ComplexityRule(
            **{k: v for k, v in row.items() if k not in {"confirmed", "kind", "terms"}},
            certain=row["confirmed"],
            kind=Kind(row["kind"]),
            terms=frozenset(row["terms"]),
        )
        for row in rows("complexity", "rule")
    )
