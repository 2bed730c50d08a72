"""What can be worked out of published numbers by adding and subtracting.

An equation is a row: a factor for each code, and together they come to nothing
(XLD05 − XLD06 − XLD07 − XLD08). A number of the period before is a code of its own.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from danvan.core.checks.expression import Expression, Name, Operation

Row = Mapping[str, Fraction]
# The constant part of a row stands under no code.
ONE = ""


class NotLinear(ValueError):
    """An expression that multiplies or divides two codes."""


def row_of(left: Expression, right: Expression) -> Row:
    """Return ``left − right`` as a row; raises NotLinear.

    >>> from danvan.core.checks.expression import parse_expression as read
    >>> row = row_of(read("XLD05"), read("XLD06 + XLD08"))
    >>> {code: int(factor) for code, factor in row.items()}
    {'XLD05': 1, 'XLD06': -1, 'XLD08': -1}
    """
    return _added(_row(left), _row(right), Fraction(-1))


def follows(code: str, published: Collection[str], rows: Iterable[Row]) -> bool:
    """Say whether a count can be worked out exactly from published ones."""
    known = [{p: Fraction(1)} for p in sorted({*published, ONE})]
    return not _reduced({code: Fraction(1)}, _echelon([*known, *rows]))


def _row(expression: Expression) -> Row:
    if isinstance(expression, Name):
        name = f"prev:{expression.name}" if expression.earlier else expression.name
        return {name: Fraction(1)}
    if not isinstance(expression, Operation):
        return {ONE: Fraction(expression)}
    a, b = _row(expression.left), _row(expression.right)
    if expression.sign in "+-":
        return _added(a, b, Fraction(1 if expression.sign == "+" else -1))
    if expression.sign == "*":
        return _times(a, b) if a.keys() <= {ONE} else _times(b, a)
    if not b.keys() <= {ONE} or not b.get(ONE):
        raise NotLinear
    return _times({ONE: 1 / b[ONE]}, a)


def _times(constant: Row, row: Row) -> Row:
    if not constant.keys() <= {ONE}:
        raise NotLinear
    return {code: constant.get(ONE, Fraction(0)) * v for code, v in row.items()}


def _added(a: Row, b: Row, factor: Fraction) -> Row:
    found = dict(a)
    for code, value in b.items():
        found[code] = found.get(code, Fraction(0)) + factor * value
    return {code: value for code, value in found.items() if value}


def _echelon(rows: Iterable[Row]) -> dict[str, Row]:
    """Return rows in echelon form, by their leading code."""
    done: dict[str, Row] = {}
    for row in rows:
        rest = _reduced(row, done)
        if rest:
            lead = min(rest)
            done[lead] = {c: v / rest[lead] for c, v in rest.items()}
    return done


def _reduced(row: Row, done: Mapping[str, Row]) -> Row:
    rest = row
    while leads := sorted(code for code in rest if code in done):
        rest = _added(rest, done[leads[0]], -rest[leads[0]])
    return rest
