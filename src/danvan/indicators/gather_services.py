"""Taking in what sheets of units say: values with the place they were read at."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators.chains import Sheet
from danvan.indicators import valuing
from danvan.indicators.errors import Closed, NoReason
from danvan.indicators.gathering import Gathered, Tell
from danvan.indicators.models import Provenance
from danvan.indicators.valuing import Said
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.readers.xlsx import letters


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure to be taken in, with the place in the file it was read at."""

    unit: int
    code: str
    amount: Decimal
    nothing: bool
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: values new, values that stood already, units left as they were.

    ``unreasoned`` would have corrected earlier figures without a reason; the sheet of
    ``settled`` was approved, and is to be returned first.
    """

    new: int
    same: int
    unreasoned: Sequence[Unit]
    settled: Sequence[Unit] = ()


def figures(gathered: Gathered) -> list[Figure]:
    """Return what can be taken of the files, as `take_in` wants it."""
    return [
        Figure(
            unit=one.unit.pk,
            code=good.code,
            amount=good.amount,
            nothing=good.nothing,
            evidence={
                "file": one.sha256,
                "name": one.name[:120],
                "sheet": one.title,
                "row": good.row + 1,
                "column": letters(good.column),
            },
        )
        for one in gathered.taken
        if one.unit is not None
        for good in one.good
    ]


def take_in(
    *,
    units: Mapping[int, Unit],
    sheet: Sheet,
    period: Period,
    some: Sequence[Figure],
    reason: str,
    by: Actor,
    now: datetime.datetime,
    tell: Tell = lambda _n: None,
) -> Taken:
    """Keep figures as imported values: all of a unit or none, one journal line each.

    The same figures again change nothing. Where earlier ones would be corrected and
    ``reason`` is empty, the unit is left as it was and named in the answer. Figures of
    units that are not in ``units`` are left out. ``tell`` hears how many units are
    done.
    """
    by_unit: dict[int, list[Figure]] = defaultdict(list)
    for figure in some:
        if figure.unit in units:
            by_unit[figure.unit].append(figure)
    new = same = 0
    unreasoned, settled = [], []
    for number, (key, of_unit) in enumerate(by_unit.items(), 1):
        try:
            fresh = _of_unit(units[key], sheet, period, of_unit, reason, by, now)
        except NoReason:
            unreasoned.append(units[key])
        except Closed:
            settled.append(units[key])
        else:
            new += fresh
            same += len(of_unit) - fresh
        tell(number)
    return Taken(new, same, unreasoned, settled)


@transaction.atomic
def _of_unit(
    unit: Unit,
    sheet: Sheet,
    period: Period,
    some: Sequence[Figure],
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """Keep the figures of one unit; return how many are new. Raises NoReason."""
    said = [
        Said(
            code=figure.code,
            amount=figure.amount,
            provenance=Provenance.IMPORTED,
            evidence=figure.evidence,
            reason=reason,
            nothing=figure.nothing,
        )
        for figure in some
    ]
    kept = valuing.append(unit=unit, period=period, said=said, by=by, now=now)
    new = [one for one in kept if one.new]
    if new:
        journal.write(
            by=by,
            action="values.gather",
            record=f"indicators.values:{unit.code}.{period.key}",
            changes={
                "unit": (None, unit.code),
                "period": (None, period.key),
                "form": (None, sheet.id),
                "values": (None, str(len(new))),
            },
        )
    return len(new)
