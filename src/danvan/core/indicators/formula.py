"""Work out the indicators that follow from others, by the formulas of the catalogue.

Empty is not zero: where a value is missing, so is what follows from it. A ratio is
worked out from its numerator and its denominator, never from other ratios.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from danvan.core.checks import expression
from danvan.core.indicators import catalogue


def inputs(code: str) -> frozenset[str]:
    """Return the codes an indicator's formula needs, of either year.

    >>> sorted(inputs("GQ02"))
    ['GQ01', 'XLD06']
    """
    return frozenset(name.name for name in _names(code))


def earlier_inputs(code: str) -> frozenset[str]:
    """Return the codes it needs of the same period of the year before.

    >>> sorted(earlier_inputs("TCD14"))
    ['TCD01']
    """
    return frozenset(name.name for name in _names(code) if name.earlier)


def work_out(
    code: str,
    values: Mapping[str, Decimal | None],
    earlier: Mapping[str, Decimal | None] | None = None,
) -> Decimal | None:
    """Return what an indicator comes to, unrounded; None if that cannot be told.

    ``values`` are the amounts of codes in the period, ``earlier`` those of the same
    period of the year before, for ``prev(x)``. An input that is empty is worked out
    itself if it has a formula. Without a formula of its own, the indicator is the
    value given. Nothing can be divided by zero: None. Raises KeyError for a code
    that is not in the catalogue.

    >>> work_out("GQ02", {"GQ01": Decimal(150), "XLD06": Decimal(156)}).quantize(Decimal("0.01"))
    Decimal('96.15')
    """
    formula = catalogue.of(code).formula
    if formula is None:
        return values.get(code)
    parsed = expression.parse_expression(formula)
    found: dict[str, Decimal] = {}
    for name in expression.names_of(parsed):
        amount = _input(name.name, (earlier or {}) if name.earlier else values)
        if amount is None:
            return None
        found[f"prev {name.name}" if name.earlier else name.name] = amount
    try:
        return expression.work_out(parsed, found)
    except ZeroDivisionError:
        return None


def order() -> tuple[str, ...]:
    """Return the codes that have a formula, each after those it needs."""
    found: dict[str, None] = {}
    for code, row in catalogue.known().items():
        if row.formula is not None:
            _follow(code, found)
    return tuple(found)


def _input(code: str, values: Mapping[str, Decimal | None]) -> Decimal | None:
    given = values.get(code)
    if given is not None or catalogue.of(code).formula is None:
        return given
    return work_out(code, values)


def _follow(code: str, found: dict[str, None]) -> None:
    for needed in sorted(inputs(code)):
        if catalogue.of(needed).formula is not None:
            _follow(needed, found)
    found[code] = None


@cache
def _names(code: str) -> frozenset[expression.Name]:
    formula = catalogue.of(code).formula
    if formula is None:
        return frozenset()
    return expression.names_of(expression.parse_expression(formula))
