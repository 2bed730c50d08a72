"""What may be held between two sides, and what a missing value means to a side.

One place says when a relation holds, for the forms, the books, the rules over
indicators and the figures of a report alike. The truth table is in docs/rules.md.
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from danvan.core.checks.interval import Interval

Relation = Literal["=", "≠", ">", "≥", "<", "≤", "both or none", "not both"]
Missing = Literal["skip if any", "skip if all", "never skip"]

# How a relation may be written.
SIGNS: Mapping[str, Relation] = {
    "=": "=",
    "==": "=",
    "≠": "≠",
    "!=": "≠",
    ">": ">",
    "<": "<",
    "≥": "≥",
    ">=": "≥",
    "≤": "≤",
    "<=": "≤",
    "both or none": "both or none",
    "not both": "not both",
}
# These ask whether values are there, not what they come to.
PAIRS: frozenset[Relation] = frozenset({"both or none", "not both"})
_EXACTLY: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    ">": operator.gt,
    "≥": operator.ge,
    "<": operator.lt,
    "≤": operator.le,
}


def skips(strategy: Missing, needed: int, missing: int) -> bool:
    """Say whether a side that needs so many values, some missing, is left unjudged.

    >>> skips("skip if all", 3, 2), skips("skip if all", 3, 3)
    (False, True)
    """
    if strategy == "never skip" or not missing:
        return False
    return strategy == "skip if any" or missing == needed


def given(a: bool, relation: Relation, b: bool) -> bool:
    """Say whether a pair holds of sides that are there or not.

    >>> given(True, "both or none", False), given(True, "not both", False)
    (False, True)
    """
    return a == b if relation == "both or none" else not (a and b)


def may_hold(a: Interval, relation: Relation, b: Interval) -> bool:
    """Say whether some value of each side can stand in the relation.

    Of a rounded figure every value it may stand for is allowed, so that nothing is
    called wrong that its precision permits.
    """
    if relation == "=":
        return a.meets(b)
    if relation == "≠":
        return not (a.low == a.high == b.low == b.high)
    if relation in {"<", "≤"}:
        a, b = b, a
    return a.high > b.low if relation in {"<", ">"} else b.low <= a.high


def exactly(a: Decimal, relation: Relation, b: Decimal) -> bool:
    """Say what `may_hold` says of exact values, without intervals."""
    return _EXACTLY[relation](a, b)
