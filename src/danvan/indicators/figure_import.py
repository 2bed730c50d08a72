"""Take the good rows of a sheet of figures into values: all of them, or none."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.indicators import valuing
from danvan.indicators.figure_rows import Good
from danvan.indicators.figure_sheet import FigureSheet
from danvan.indicators.models import Provenance
from danvan.indicators.valuing import Said
from danvan.journal import services as journal
from danvan.orgs.models import Unit


@transaction.atomic
def take_in(
    *, sheet: FigureSheet, rows: Sequence[Good], by: Actor, now: datetime.datetime
) -> int:
    """Keep rows as imported values, with their place in the file; how many are new.

    A note is the reason of a value that corrects an earlier one. The same file again
    brings nothing new, and no journal line. Raises NoReason, OutOfRange.
    """
    places: dict[tuple[Unit, str], dict[str, Good]] = defaultdict(dict)
    for one in rows:
        places[one.unit, one.period.key].setdefault(one.code, one)
    new = 0
    for (unit, key), by_code in places.items():
        said = [_said(sheet, one) for one in by_code.values()]
        period = periods.by_key(key)
        kept = valuing.append(unit=unit, period=period, said=said, by=by, now=now)
        new += sum(one.new for one in kept)
    if new:
        journal.write(
            by=by,
            action="values.import",
            record=f"indicators.sheet:{sheet.file_hash}",
            changes={"kept": (None, str(new)), "rows": (None, str(len(rows)))},
        )
    return new


def _said(sheet: FigureSheet, one: Good) -> Said:
    return Said(
        code=one.code,
        amount=one.amount,
        provenance=Provenance.IMPORTED,
        evidence={
            "file": sheet.file_hash,
            "name": sheet.name,
            "sheet": sheet.title,
            "row": one.entry.row,
            "column": one.entry.column,
        },
        reason=one.entry.note,
        nothing=one.nothing,
    )
