"""What an app counts: one number per unit, and the records behind each of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from danvan.core.calendar.periods import Period
from danvan.core.desk import Item


class Totals(Protocol):
    """Counts for many units at once, in one grouped query.

    Keys are ids of units; a unit without anything to count may be left out.
    ``unit_ids`` None means every unit.
    """

    def __call__(
        self, period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]: ...


class Records(Protocol):
    """The rows behind one number, as far as ``viewer`` may see them.

    ``viewer`` is `danvan.accounts.rights.Viewer`, which core cannot name.
    """

    def __call__(
        self, period: Period, unit_ids: Collection[int], viewer: Any
    ) -> Sequence[Item]: ...


@dataclass(frozen=True, slots=True)
class Count:
    """One thing an app can count.

    ``id`` is ``form/regime:column`` (``01/XLD/2024:3``) or the code of an indicator
    (``TCD01``). Several apps may count under one id; their numbers are added.
    """

    id: str
    totals: Totals
    records: Records


def noughts(totals: Totals) -> Totals:
    """Return a count that says zero of the units asked for where it has nothing.

    For indicators counted from cases: an app that keeps the cases of a unit knows that
    there were none. A book knows that only when a line says so.
    """

    def named(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        return {
            **dict.fromkeys(unit_ids or (), Decimal(0)),
            **totals(period, unit_ids),
        }

    return named
