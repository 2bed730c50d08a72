"""One figure of a filled sheet: taken as it stands, or wrong for one reason.

Nothing is guessed: 1.234 typed as text is a thousand to one reader and one and a bit
to another, so text is no number however much it looks like one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from danvan.core.indicators.filled_sheets import Filled, Row
from danvan.core.text.fold import fold

_NOTHING: Final = frozenset(
    {"khong phat sinh", "khong", "kps", "khong co", "nothing", "nothing to report"}
)
_LARGEST: Final = Decimal(10) ** 15  # beyond it a spreadsheet has no whole numbers


class Fault(StrEnum):
    """Why a figure is not taken."""

    TEXT = "text"  # words where a number stands
    DATE = "date"  # Excel made a day of it
    NEGATIVE = "negative"
    FRACTION = "fraction"  # of what is counted in whole numbers
    DECIMALS = "decimals"  # more of them than the indicator has
    FORMULA = "formula"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"  # the sheet has no such code
    TWICE = "twice"  # the code stands in the file before
    MISSING = "missing"  # the row was left out, or its cell empty
    RULE = "rule"  # it does not fit the other figures


@dataclass(frozen=True, slots=True)
class Accepts:
    """What a code takes: so many decimals (0: whole numbers), also below zero or not."""

    decimals: int = 0
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """A figure that can be taken; ``nothing`` is a zero that somebody stated."""

    code: str
    amount: Decimal
    nothing: bool
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A figure that cannot, and why; rows and columns from 0, None where there is none.

    ``said`` is what stands in the cell, at most 60 characters; ``rule`` the identity
    that fails, as it is written.
    """

    code: str
    fault: Fault
    said: str = ""
    row: int | None = None
    column: int | None = None
    rule: str = ""


def judge(
    filled: Filled, accepts: Mapping[str, Accepts]
) -> tuple[list[Good], list[Wrong]]:
    """Part a sheet's figures into those that can be taken and those that cannot.

    ``accepts`` are the codes of the sheet in its order. A code without a figure is
    `Fault.MISSING`: empty is not zero.
    """
    good: list[Good] = []
    wrong: list[Wrong] = []
    seen: set[str] = set()
    for row in filled.rows:
        verdict = _verdict(row, accepts, seen)
        seen.add(row.code)
        if isinstance(verdict, Good):
            good.append(verdict)
        elif verdict is not None:
            wrong.append(verdict)
    wrong += _missing(filled.rows, accepts, {w.code for w in wrong})
    return good, wrong


def _missing(
    rows: Sequence[Row], accepts: Mapping[str, Accepts], wrong: Collection[str]
) -> Iterator[Wrong]:
    places = {row.code: row for row in rows}
    for code in accepts:
        row = places.get(code)
        if row is None:
            yield Wrong(code, Fault.MISSING)
        elif _is_empty(row.value) and not row.formula and code not in wrong:
            yield Wrong(code, Fault.MISSING, "", row.row, row.column)


def _verdict(
    row: Row, accepts: Mapping[str, Accepts], seen: Collection[str]
) -> Good | Wrong | None:
    """Return the row's figure, what is wrong with it, or None: it is empty."""
    fault: Fault | None = None
    if row.code not in accepts:
        fault = Fault.UNKNOWN
    elif row.code in seen:
        fault = Fault.TWICE
    elif row.formula:
        fault = Fault.FORMULA
    elif _is_empty(row.value):
        return None
    elif isinstance(row.value, str) and fold(row.value).strip(" .") in _NOTHING:
        return Good(row.code, Decimal(0), True, row.row, row.column)
    else:
        fault = _fault(row.value, accepts[row.code])
    if fault is None:
        return Good(row.code, number(row.value), False, row.row, row.column)
    said = "" if row.value is None else str(row.value)[:60]
    return Wrong(row.code, fault, said, row.row, row.column)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _fault(value: object, accepts: Accepts) -> Fault | None:
    if isinstance(value, str | bool):
        return Fault.TEXT
    if not isinstance(value, int | float):
        return Fault.DATE
    if value != value or abs(value) >= _LARGEST:
        return Fault.TOO_LARGE
    amount = number(value)
    if amount < 0 and not accepts.negative:
        return Fault.NEGATIVE
    decimals = -int(amount.normalize().as_tuple().exponent)
    if decimals > max(accepts.decimals, 0):
        return Fault.DECIMALS if accepts.decimals else Fault.FRACTION
    return None


def number(value: object) -> Decimal:
    """Return a cell's number by the fifteen digits that spreadsheets keep.

    >>> number(0.1 + 0.2), number(96.15), number(1234567.0)
    (Decimal('0.3'), Decimal('96.15'), Decimal('1234567'))
    """
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(str(value))
