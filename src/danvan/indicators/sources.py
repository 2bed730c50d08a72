"""The apps that count, by name: nothing is discovered by magic."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.petitions.counts import COUNTS as PETITIONS
from danvan.receptions.counts import COUNTS as RECEPTIONS
from danvan.registers.counts import COUNTS as REGISTERS
from danvan.vault.counts import COUNTS as VAULT

COUNTS: tuple[Count, ...] = (*PETITIONS, *RECEPTIONS, *REGISTERS, *VAULT)
_BY_ID: Mapping[str, tuple[Count, ...]] = {
    key: tuple(c for c in COUNTS if c.id == key) for key in {c.id for c in COUNTS}
}


def counts(code: str) -> bool:
    """Say whether an app counts under the code itself."""
    return code in _BY_ID


def of_indicator(
    code: str, period: Period, unit_ids: Collection[int] | None = None
) -> Mapping[int, Decimal]:
    """Return what the apps count under an indicator's code (TX01), by unit.

    Numbers of several apps are added; a query or two for each.
    """
    found: dict[int, Decimal] = {}
    for count in _BY_ID.get(code, ()):
        for unit, value in count.totals(period, unit_ids).items():
            found[unit] = found.get(unit, Decimal(0)) + value
    return found


def behind_indicator(
    code: str, period: Period, unit_ids: Collection[int], viewer: Viewer
) -> list[Item]:
    """Return the rows behind an indicator's number that the viewer may see."""
    counts = _BY_ID.get(code, ())
    return [item for c in counts for item in c.records(period, unit_ids, viewer)]


def counted(form: str) -> list[str]:
    """Return the columns of a form (01/XLD/2024) that some app counts."""
    found = [key for key in _BY_ID if key.rpartition(":")[0] == form]
    return sorted((key.rpartition(":")[2] for key in found), key=int)


def totals(
    form: str, period: Period, unit_ids: Collection[int]
) -> Mapping[str, Decimal]:
    """Count every countable column of a form over the units; a query per count."""
    found: dict[str, Decimal] = {}
    for column in counted(form):
        counts = _BY_ID[f"{form}:{column}"]
        by_app = (count.totals(period, unit_ids) for count in counts)
        found[column] = sum((v for t in by_app for v in t.values()), Decimal(0))
    return found


def by_unit(
    form: str, period: Period, unit_ids: Collection[int] | None = None
) -> Mapping[int, Mapping[str, Decimal]]:
    """Count every countable column for each unit; a query per count."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for column in counted(form):
        for count in _BY_ID[f"{form}:{column}"]:
            for unit, value in count.totals(period, unit_ids).items():
                row = found[unit]
                row[column] = row.get(column, Decimal(0)) + value
    return found


def records(
    form: str, column: str, period: Period, unit_ids: Collection[int], viewer: Viewer
) -> list[Item]:
    """Return the rows behind one number that the viewer may see."""
    counts = _BY_ID.get(f"{form}:{column}", ())
    return [item for c in counts for item in c.records(period, unit_ids, viewer)]
