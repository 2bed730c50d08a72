"""Rules between values of indicators, read from ``core/data/rules``; one engine.

A rule holds two sides of the one language (`expression`) against each other. Unlike the
identities of a form it says in words what it asks, what mends it, and what a missing
value means to each side. Only an error stands in the way of sending, and then asks
for a note; a question is never a mistake.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal

from danvan.core import data
from danvan.core.checks.expression import (
    BadIdentity,
    Identity,
    Name,
    Value,
    judge,
    parse_expression,
)
from danvan.core.checks.finding import both, shown
from danvan.core.checks.relations import PAIRS, SIGNS, Missing, Relation

Severity = Literal["error", "warning", "question"]
Words = Mapping[str, str]  # vi and en

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "question")
STRATEGIES: Mapping[str, Missing] = {
    "any": "skip if any",
    "all": "skip if all",
    "never": "never skip",
}
_NEEDED = {"id", "left", "operator", "right", "severity", "instruction", "source"}
_MAY = {"left_missing", "right_missing", "cure", "levels", "kinds"}
# What mends a broken rule where the rule itself does not say it better.
_CURE = both(
    "Mở từng số để xem hồ sơ hoặc câu đứng sau nó và sửa ở đó; nếu số đúng, hãy ghi chú vì sao.",
    "Open each number to see the records or the sentence behind it and put it right there; if it is right, write a note why.",
)


class BadRule(ValueError):
    """A row that is no rule; the message names the rule and what does not fit."""


@dataclass(frozen=True)
class Rule:
    """One rule; ``left`` and ``right`` are expressions over codes of indicators.

    ``levels`` and ``kinds`` say for units of which levels and for which kinds of
    periods it is asked; empty: for all. ``source`` is the act or the page behind it.
    """

    id: str
    left: str
    operator: Relation
    right: str
    severity: Severity
    instruction: Words
    source: str
    left_missing: Missing = "skip if any"
    right_missing: Missing = "skip if any"
    cure: Words = field(default_factory=lambda: _CURE)
    levels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The rule as it is written: ``TCD01 = TCD03 + TCD05``."""
        return f"{self.left} {self.operator} {self.right}"

    @cached_property
    def identity(self) -> Identity:
        """Both sides, read; raises BadIdentity."""
        left, right = parse_expression(self.left), parse_expression(self.right)
        return Identity(left, self.operator, right, self.text)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The values it needs, in the order they are written."""
        names = self.identity.names
        return tuple(sorted(names, key=lambda n: (self.text.find(n.name), n.earlier)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of this period that it speaks of, in the order they are written."""
        return tuple(n.name for n in self.names if not n.earlier)

    @property
    def earlier_codes(self) -> tuple[str, ...]:
        """The codes of the period before that it speaks of."""
        return tuple(n.name for n in self.names if n.earlier)

    def asked_of(self, level: str, kind: str) -> bool:
        """Say whether units of a level are asked for a kind of period."""
        return (not self.levels or level in self.levels) and (
            not self.kinds or kind in self.kinds
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold; the sides are None for a pair."""

    rule: Rule
    left: Decimal | None
    right: Decimal | None

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.rule.severity

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of this period that are concerned, the first one foremost."""
        return self.rule.codes

    @property
    def message(self) -> Words:
        """The rule in words, with what the two sides come to."""
        if self.left is None or self.right is None:
            return self.rule.instruction
        a, b = shown(self.left.normalize()), shown(self.right.normalize())
        said = self.rule.instruction
        return both(
            f"{said['vi']} Hiện là {a} và {b}.", f"{said['en']} It is {a} and {b}."
        )


def rules() -> tuple[Rule, ...]:
    """Return every rule of this package in the order of the files; raises BadRule."""
    return _known()


@cache
def _known() -> tuple[Rule, ...]:
    found = [
        rule_of(row)
        for name in data.names("rules", ".toml")
        for row in data.load_toml(name).get("rule", ())
    ]
    ids = [rule.id for rule in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BadRule(f"defined twice: {', '.join(sorted(twice))}")
    return tuple(found)


def rules_for(
    codes: Collection[str], level: str = "", kind: str = ""
) -> tuple[Rule, ...]:
    """Return the rules that speak of some of ``codes``, of a unit and period if told."""
    return tuple(
        rule
        for rule in rules()
        if not set(codes).isdisjoint(rule.codes)
        and (not level or rule.asked_of(level, kind or level))
    )


def needed(some: Iterable[Rule]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes the rules need of this period and of the one before."""
    kept = tuple(some)
    return (
        frozenset(code for rule in kept for code in rule.codes),
        frozenset(code for rule in kept for code in rule.earlier_codes),
    )


def judge_all(
    some: Iterable[Rule],
    values: Mapping[str, Value | None],
    earlier: Mapping[str, Value | None] | None = None,
) -> list[Finding]:
    """Return the rules that do not hold, errors first.

    ``values`` are those of one unit and period by code, ``earlier`` those of the
    period before it, for ``prev(x)``. A rule is not judged where its strategy skips a
    missing value. Each value may be an interval, as a rounded or hedged figure is.
    """
    found = [f for rule in some if (f := judged(rule, values, earlier))]
    return sorted(found, key=lambda f: SEVERITIES.index(f.severity))


def judged(
    rule: Rule,
    values: Mapping[str, Value | None],
    earlier: Mapping[str, Value | None] | None = None,
) -> Finding | None:
    """Return what is wrong by one rule, or None where it holds or is not judged."""
    verdict = judge(
        *(rule.identity, values, earlier),
        left=rule.left_missing,
        right=rule.right_missing,
    )
    if verdict.holds is not False:
        return None
    sides = (verdict.left, verdict.right)
    left, right = (
        None if side is None else (side.low + side.high) / 2 for side in sides
    )
    return Finding(rule, left, right)


def rule_of(row: Mapping[str, Any]) -> Rule:
    """Return the rule of one row of a file; raises BadRule."""
    name = str(row.get("id", "?"))
    if strange := set(row) - _NEEDED - _MAY:
        raise BadRule(f"{name}: unknown {', '.join(sorted(strange))}")
    if lacking := _NEEDED - set(row):
        raise BadRule(f"{name}: lacks {', '.join(sorted(lacking))}")
    if row["operator"] not in SIGNS:
        raise BadRule(f"{name}: {row['operator']} is no operator")
    if row["severity"] not in SEVERITIES:
        raise BadRule(f"{name}: severity is one of {', '.join(SEVERITIES)}")
    rule = Rule(
        id=name,
        left=str(row["left"]),
        operator=SIGNS[row["operator"]],
        right=str(row["right"]),
        severity=row["severity"],
        instruction=_words(name, row["instruction"]),
        source=str(row["source"]),
        left_missing=_strategy(name, row.get("left_missing", "any")),
        right_missing=_strategy(name, row.get("right_missing", "any")),
        cure=_words(name, row.get("cure", _CURE)),
        levels=frozenset(row.get("levels", ())),
        kinds=frozenset(row.get("kinds", ())),
    )
    return _read(rule)


def _read(rule: Rule) -> Rule:
    try:
        names = rule.identity.names
    except BadIdentity as why:
        raise BadRule(f"{rule.id}: {why}") from None
    if not any(not name.earlier for name in names):
        raise BadRule(f"{rule.id}: speaks of no value of the period")
    if rule.operator in PAIRS and "never skip" in {
        rule.left_missing,
        rule.right_missing,
    }:
        raise BadRule(
            f"{rule.id}: a pair with a side that is always there says nothing"
        )
    return rule


def _words(name: str, words: object) -> Words:
    if not isinstance(words, Mapping) or not all(words.get(k) for k in ("vi", "en")):
        raise BadRule(f"{name}: words are given in vi and en")
    return {"vi": str(words["vi"]), "en": str(words["en"])}


def _strategy(name: str, given: object) -> Missing:
    if given not in STRATEGIES:
        raise BadRule(f"{name}: a missing value is {', '.join(STRATEGIES)}")
    return STRATEGIES[str(given)]
