"""What is never published below the province: denunciations, and what gives them away.

A count of denunciations of a commune tells the commune that there is one. Neither it
nor anything it follows from by adding and subtracting is published there: all letters
less complaints less petitions are the denunciations. What is withheld is decided over
the whole catalogue and never over the numbers at hand, so that what one edition leaves
out no other one, earlier or later, completes.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from danvan.core import data
from danvan.core.checks import rules
from danvan.core.checks.expression import Expression, names_of, parse_expression
from danvan.core.disclosure import linear
from danvan.core.disclosure.linear import NotLinear, Row, row_of

PUBLIC_LEVELS = frozenset({"central", "province"})


def secret(codes: Iterable[str]) -> frozenset[str]:
    """Return which codes count denunciations (``core/data/disclosure.toml``)."""
    table = data.load_toml("disclosure.toml")
    named = frozenset(table["denunciations"])
    starts = tuple(table["prefixes"])
    return frozenset(c for c in codes if c in named or c.startswith(starts))


def sums() -> Mapping[str, tuple[str, ...]]:
    """Return the sums that readers of figures know (``core/data/disclosure.toml``)."""
    return {s: tuple(p) for s, p in data.load_toml("disclosure.toml")["sums"].items()}


@cache
def equations() -> tuple[Row, ...]:
    """Return every equation between indicators that anybody may read.

    The sums of the law, the rules with “=”, and the formulas of the catalogue.
    """
    found: list[Row] = []
    for whole, parts in sums().items():
        found.append({whole: Fraction(1)} | dict.fromkeys(parts, Fraction(-1)))
    sides = [
        (rule.identity.left, rule.identity.right)
        for rule in rules.rules()
        if rule.operator == "="
    ]
    sides += [
        (parse_expression(code), parse_expression(formula))
        for code, formula in _formulas().items()
    ]
    for left, right in sides:
        try:
            found.append(row_of(left, right))
        except NotLinear:
            continue
    return tuple(found)


@cache
def ways() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each sum there is with its parts; a sum may be made in several ways.

    Whoever reads two of them reads one of `equations`, so roundings keep them all.
    """
    found = set()
    for row in equations():
        for sign in (1, -1):
            whole = [code for code, factor in row.items() if factor == sign]
            parts = sorted(code for code, factor in row.items() if factor == -sign)
            plain = len(whole) + len(parts) == len(row) and len(whole) == 1
            if plain and len(parts) > 1 and not any(":" in code for code in row):
                found.add((whole[0], tuple(parts)))
    return tuple(sorted(found))


@cache
def second_breakdowns() -> frozenset[str]:
    """Return the parts of every further way in which one sum is made.

    Rounded parts of one sum, broken down twice, narrow each other: 0 and 0 on one side
    leave of 5 and 0 on the other only 3 and 4. Which way is the first follows from the
    codes alone, so what is left out tells nothing.
    """
    broken: dict[str, list[tuple[str, ...]]] = {}
    for whole, parts in ways():
        broken.setdefault(whole, []).append(parts)
    return frozenset(p for first, *more in broken.values() for way in more for p in way)


def withheld(level: str, codes: Collection[str]) -> frozenset[str]:
    """Return which of ``codes`` a unit of ``level`` must not publish."""
    if level in PUBLIC_LEVELS:
        return frozenset()
    return secret(codes) | (_out() & frozenset(codes))


def follows(code: str, published: Collection[str]) -> bool:
    """Say whether a count can be worked out exactly from published ones."""
    return linear.follows(code, published, equations())


@cache
def _out() -> frozenset[str]:
    """Return what is withheld of the catalogue: denunciations, then what tells them.

    First the sums that hold them and the rates that rest on what is withheld, then,
    as long as something of it follows from the rest, one more number.
    """
    every = frozenset(data.indicators()) | {c for row in equations() for c in row}
    hidden, out = secret(every), list[str]()
    while found := _next(hidden, every - hidden - {*out}):
        out.append(found)
    for code in list(out):  # what a later choice made needless is published
        rest = {*out} - {code}
        if _told(hidden, every - hidden - rest) is None:
            out.remove(code)
    return hidden | {*out} | _rates(hidden | {*out})


def _told(hidden: Collection[str], published: Collection[str]) -> str | None:
    return next((c for c in sorted(hidden) if follows(c, published)), None)


def _next(hidden: Collection[str], published: frozenset[str]) -> str | None:
    """Return the published code to withhold next, None where nothing is told."""
    if (told := _told(hidden, published)) is None:
        return None
    near = _near(told) & published
    wanted: list[str] = data.load_toml("disclosure.toml")["first"]
    first = [code for code in wanted if code in near]
    return (first or sorted(near))[0]


def _near(code: str) -> frozenset[str]:
    """Return the codes in a chain of equations with one, itself left out."""
    reached, before = {code}, 0
    while len(reached) > before:
        before = len(reached)
        for row in equations():
            if reached & row.keys():
                reached |= row.keys()
    return frozenset(reached - {code, linear.ONE})


def _rates(out: frozenset[str]) -> frozenset[str]:
    """Return the rates that rest on something withheld."""
    return frozenset(
        code
        for code, formula in _formulas().items()
        if not _is_linear(parse_expression(formula))
        and out & {n.name for n in names_of(parse_expression(formula))}
    )


def _is_linear(expression: Expression) -> bool:
    try:
        row_of(expression, Decimal(0))
    except NotLinear:
        return False
    return True


def _formulas() -> Mapping[str, str]:
    return {
        code: row["formula"]
        for code, row in data.indicators().items()
        if row.get("formula")
    }
