"""The one language of identities: `1 = 4 + 13 + 22`, `carry_in = prev(carry_out)`.

    identity   = expression relation expression
    relation   = "=" | "≠" | "!=" | ">" | "≥" | ">=" | "<" | "≤" | "<="
               | "both or none" | "not both"
    expression = term { ("+" | "-" | "−") term }
    term       = factor { ("*" | "×" | "/" | "÷" | ":") factor }
    factor     = number | name | "prev" "(" name ")" | "sum" "(" name { "," name } ")"
               | "(" expression ")" | ("-" | "−") factor
    name       = a word with dots, slashes and digits, or "[" anything "]"

A name that begins with a digit is written in brackets (`[1] = [4] + [13]`), for a bare
digit is a number. Values are Decimal or Interval; all arithmetic is on intervals, so
that a printed 28,24 is held to what it may stand for. What the relations mean, and
what a missing value means to a side, stands in `relations`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from danvan.core.checks import relations
from danvan.core.checks.interval import Interval, exact
from danvan.core.checks.relations import PAIRS, SIGNS, Missing, Relation

Value = Decimal | Interval

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\w./])|\[(?P<quoted>[^\]]+)\]"
    r"|(?P<mark>both or none\b|not both\b|<=|>=|!=|==|[=≠<>≤≥+\-−*×/÷:(),])"
    r"|(?P<name>[^\W\d][\w./:]*))"
)


class BadIdentity(ValueError):
    """A text that is no identity; ``at`` is where reading it stopped."""

    def __init__(self, text: str, at: int, expected: str) -> None:
        super().__init__(f"{expected} expected in “{text}”\n{' ' * (at + 13)}^")
        self.at = at


@dataclass(frozen=True, slots=True)
class Name:
    """A value by its name; ``earlier`` is that of the period before."""

    name: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One sign between two expressions."""

    sign: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"


Expression = Decimal | Name | Operation


@dataclass(frozen=True, slots=True)
class Identity:
    """Two expressions and what is held between them."""

    left: Expression
    relation: Relation
    right: Expression
    text: str

    @property
    def names(self) -> frozenset[Name]:
        """The names the identity needs."""
        return frozenset((*_names(self.left), *_names(self.right)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an identity holds, with what each side comes to.

    ``holds`` is None when a value is missing and the strategy was to skip.
    """

    holds: bool | None
    left: Interval | None
    right: Interval | None
    missing: frozenset[Name] = frozenset()


@cache
def parse(text: str) -> Identity:
    """Read an identity; BadIdentity tells where it went wrong.

    >>> parse("opinions = answered + passed_on").relation
    '='
    """
    return _Parser(text).identity()


@cache
def parse_expression(text: str) -> Expression:
    """Read one side alone, as the formula of an indicator; raises BadIdentity.

    >>> parse_expression("100 * settled / received").sign
    '/'
    """
    return _Parser(text).alone()


def names_of(expression: Expression) -> frozenset[Name]:
    """Return the names an expression needs."""
    return frozenset(_names(expression))


def judge(
    identity: Identity,
    values: Mapping[str, Value | None],
    earlier: Mapping[str, Value | None] | None = None,
    *,
    left: Missing = "skip if any",
    right: Missing = "skip if any",
) -> Verdict:
    """Say whether ``identity`` holds for ``values``.

    ``earlier`` are the values of the period before, for ``prev(x)``. ``left`` and
    ``right`` say what a missing value means to that side: with "skip if any" or "skip
    if all" the identity is not judged, otherwise the value counts as zero. A side of
    a pair is there when its strategy would not skip it, and pairs are always judged.
    """
    known = _Values(values, earlier or {})
    sides = ((identity.left, left), (identity.right, right))
    skipped = [known.skipped(side, strategy) for side, strategy in sides]
    if identity.relation in PAIRS:
        there = relations.given(not skipped[0], identity.relation, not skipped[1])
        return Verdict(there, None, None, frozenset().union(*skipped))
    if absent := frozenset().union(*skipped):
        return Verdict(None, None, None, absent)
    try:
        a, b = known.work_out(identity.left), known.work_out(identity.right)
    except ZeroDivisionError:
        return Verdict(None, None, None)
    return Verdict(relations.may_hold(a, identity.relation, b), a, b)


def holds(identity: Identity, values: Mapping[str, Decimal]) -> bool | None:
    """Say what `judge` says of exact values, without intervals: many times as fast.

    None where a value is missing, or nothing can be divided by. A pair asks for
    values that are missing: it goes through `judge`.
    """
    try:
        a, b = work_out(identity.left, values), work_out(identity.right, values)
    except (KeyError, ZeroDivisionError):
        return None
    return relations.exactly(a, identity.relation, b)


def work_out(expression: Expression, values: Mapping[str, Decimal]) -> Decimal:
    """Return what an expression comes to; ``prev(x)`` is the value named ``prev x``.

    Raises KeyError for a value that is missing, ZeroDivisionError for a divisor that
    is not above zero.
    """
    if isinstance(expression, Name):
        return values[
            f"prev {expression.name}" if expression.earlier else expression.name
        ]
    if isinstance(expression, Decimal):
        return expression
    a, b = work_out(expression.left, values), work_out(expression.right, values)
    if expression.sign == "+":
        return a + b
    if expression.sign == "-":
        return a - b
    if expression.sign == "*":
        return a * b
    if b <= 0:
        raise ZeroDivisionError(str(b))
    return a / b


@dataclass(frozen=True, slots=True)
class _Values:
    now: Mapping[str, Value | None]
    before: Mapping[str, Value | None]

    def get(self, name: Name) -> Interval | None:
        value = (self.before if name.earlier else self.now).get(name.name)
        return exact(value) if isinstance(value, Decimal) else value

    def skipped(self, side: Expression, strategy: Missing) -> frozenset[Name]:
        """Return the missing names for which the side is skipped, if it is."""
        names = frozenset(_names(side))
        missing = frozenset(name for name in names if self.get(name) is None)
        if relations.skips(strategy, len(names), len(missing)):
            return missing
        return frozenset()

    def work_out(self, expression: Expression) -> Interval:
        if isinstance(expression, Decimal):
            return exact(expression)
        if isinstance(expression, Name):
            return self.get(expression) or exact(Decimal(0))
        a, b = self.work_out(expression.left), self.work_out(expression.right)
        if expression.sign == "+":
            return a + b
        if expression.sign == "-":
            return a - b
        return a * b if expression.sign == "*" else a / b


def _names(expression: Expression) -> Iterator[Name]:
    if isinstance(expression, Name):
        yield expression
    elif isinstance(expression, Operation):
        yield from _names(expression.left)
        yield from _names(expression.right)


class _Parser:
    """Reads one identity from left to right; a method for each line of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def identity(self) -> Identity:
        left = self.expression()
        mark = self.mark()
        if mark not in SIGNS:
            raise BadIdentity(self.text, self.at, "a relation (=, ≠, >, ≥, <, ≤)")
        self.take()
        right = self.alone()
        return Identity(left, SIGNS[mark], right, self.text)

    def alone(self) -> Expression:
        """Read an expression to the end of the text."""
        found = self.expression()
        if self.text[self.at :].strip():
            raise BadIdentity(self.text, self.at, "the end")
        return found

    def expression(self) -> Expression:
        """expression = term { ("+" | "-") term }."""
        left = self.term()
        while (mark := self.mark()) in {"+", "-", "−"}:
            self.take()
            left = Operation("+" if mark == "+" else "-", left, self.term())
        return left

    def term(self) -> Expression:
        """term = factor { ("×" | "÷") factor }."""
        left = self.factor()
        while (mark := self.mark()) in {"*", "×", "/", "÷", ":"}:
            self.take()
            left = Operation("*" if mark in {"*", "×"} else "/", left, self.factor())
        return left

    def factor(self) -> Expression:
        """factor = number | name | prev(name) | sum(names) | (expression) | - factor."""
        token = self.peek()
        if token is None:
            raise BadIdentity(self.text, self.at, "a value")
        self.take()
        if token["number"]:
            return Decimal(token["number"])
        if token["quoted"]:
            return Name(token["quoted"].strip())
        if token["name"]:
            return self.named(token["name"])
        if token["mark"] in {"-", "−"}:
            return Operation("-", Decimal(0), self.factor())
        if token["mark"] == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        raise BadIdentity(self.text, token.start("mark"), "a value")

    def named(self, word: str) -> Expression:
        if word not in {"prev", "sum"} or self.mark() != "(":
            return Name(word)
        self.take()
        if word == "prev":
            name = self.name()
            self.expect(")")
            return Name(name.name, earlier=True)
        total: Expression = self.name()
        while self.mark() == ",":
            self.take()
            total = Operation("+", total, self.name())
        self.expect(")")
        return total

    def name(self) -> Name:
        token = self.peek()
        if token is None or not (token["name"] or token["quoted"]):
            raise BadIdentity(self.text, self.at, "a name")
        self.take()
        return Name((token["name"] or token["quoted"]).strip())

    def peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self.text, self.at)

    def mark(self) -> str:
        token = self.peek()
        return token["mark"] or "" if token else ""

    def take(self) -> None:
        token = self.peek()
        self.at = token.end() if token else self.at

    def expect(self, mark: str) -> None:
        if self.mark() != mark:
            raise BadIdentity(self.text, self.at, f"“{mark}”")
        self.take()
