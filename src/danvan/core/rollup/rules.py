"""How the values of an indicator add up over units and over time.

A flow adds both ways; a stock and a plan add over units and stand as they were at the
end of a time; a ratio, a fraction and a difference are worked out anew from their parts
and never averaged; a range, and a ratio whose parts nobody kept, cannot be summed.
A flow that follows from others is worked out at each unit that did not give it, then
added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Protocol

from danvan.core.checks.expression import Expression, Name, Operation, parse

Kind = Literal["flow", "stock", "ratio", "fraction", "derived", "plan", "range"]
STEP = Decimal("0.000001")  # the last digit kept of what is worked out
# What is past these sizes is a slip of the pen, and no quotient is made of it.
MOST_ABOVE, MOST_BELOW, MOST_QUOTIENT = Decimal(10**14), Decimal(10**12), 10**9


class Known(Protocol):
    """What a roll-up needs to know of an indicator (`core.indicators.catalogue`)."""

    @property
    def kind(self) -> str:
        """One of `Kind`."""

    @property
    def formula(self) -> str | None:
        """The right side of its identity, in the one language of identities."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one code rolls up; ``formula`` is what it is worked out by, if it is."""

    kind: str
    formula: Expression | None = None

    @property
    def adds(self) -> bool:
        """Whether it adds over units."""
        return self.kind in {"flow", "stock", "plan"}

    @property
    def adds_over_time(self) -> bool:
        """Whether it adds over periods; what only adds over units stands as at the end."""
        return self.kind == "flow"

    @property
    def worked_out(self) -> bool:
        """Whether it is worked out from sums, not summed."""
        return self.formula is not None and not self.adds

    @property
    def filled_in(self) -> bool:
        """Whether it is worked out at each unit that did not give it, then summed."""
        now = all(not name.earlier for name in self.parts)
        return self.formula is not None and self.adds and now

    @property
    def parts(self) -> frozenset[Name]:
        """The values it is worked out from."""
        return names(self.formula) if self.formula is not None else frozenset()


def rule(known: Known) -> Rule:
    """Return the rule of an indicator of the catalogue; raises BadIdentity."""
    return of(known.kind, known.formula)


def of(kind: str, formula: str | None = None) -> Rule:
    """Return a rule.

    >>> of("ratio", "100 * GQ01 / XLD06").worked_out
    True
    >>> of("flow", "TCD03 + TCD05").worked_out
    False
    """
    # An indicator may bear any name; the left side of an identity needs one.
    right = parse(f"[value] = {formula}").right if formula else None
    return Rule(kind, right)


def rules(catalogue: Mapping[str, Known]) -> Mapping[str, Rule]:
    """Return the rules of a catalogue, by code."""
    return {code: rule(known) for code, known in catalogue.items()}


def names(expression: Expression) -> frozenset[Name]:
    """Return the names in an expression."""
    if isinstance(expression, Name):
        return frozenset((expression,))
    if isinstance(expression, Operation):
        return names(expression.left) | names(expression.right)
    return frozenset()


def needed(codes: Iterable[str], known: Mapping[str, Rule]) -> frozenset[str]:
    """Return codes with everything they are worked out from, at any remove.

    >>> sorted(needed(["GQ02"], {"GQ02": of("ratio", "GQ01 / XLD06")}))
    ['GQ01', 'GQ02', 'XLD06']
    """
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            rule = known.get(code)
            if rule is not None:
                waiting += [name.name for name in rule.parts]
    return frozenset(found)


def in_order(known: Mapping[str, Rule]) -> tuple[str, ...]:
    """Return the codes with a formula, each after those it is worked out from.

    A formula that needs itself is taken as it comes: its parts are empty.

    >>> in_order({"a": of("derived", "b - c"), "b": of("derived", "c + d")})
    ('b', 'a')
    """
    found: dict[str, None] = {}
    for code in known:
        _follow(code, known, found, frozenset())
    return tuple(found)


def _follow(
    code: str, known: Mapping[str, Rule], found: dict[str, None], way: frozenset[str]
) -> None:
    if code in way or code not in known or known[code].formula is None:
        return
    for name in sorted(known[code].parts, key=lambda part: part.name):
        _follow(name.name, known, found, way | {code})
    found.setdefault(code)


def work_out(
    expression: Expression,
    values: Mapping[str, Decimal | None],
    earlier: Mapping[str, Decimal | None],
) -> Decimal | None:
    """Return what a formula comes to, to `STEP`; None where a part is empty.

    ``earlier`` are the values a period before, for ``prev(x)``. Nothing is divided by
    what is not above zero, nor is anything made of what is far too large.
    """
    found = _exact(expression, values, earlier)
    return None if found is None else found.quantize(STEP, ROUND_HALF_UP)


def _exact(
    expression: Expression,
    values: Mapping[str, Decimal | None],
    earlier: Mapping[str, Decimal | None],
) -> Decimal | None:
    if isinstance(expression, Decimal):
        return expression
    if isinstance(expression, Name):
        return (earlier if expression.earlier else values).get(expression.name)
    left = _exact(expression.left, values, earlier)
    right = _exact(expression.right, values, earlier)
    if left is None or right is None:
        return None
    if expression.sign == "/":
        return left / right if _divides(left, right) else None
    if expression.sign == "*":
        return left * right
    return left + right if expression.sign == "+" else left - right


def _divides(above: Decimal, below: Decimal) -> bool:
    far = abs(above) >= MOST_ABOVE or below >= MOST_BELOW
    return below > 0 and not far and abs(above) < below * MOST_QUOTIENT
