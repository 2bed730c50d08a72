"""What counts of each cell, written as Parquet for roll-ups, and kept up to date.

Values are never changed but corrected by new ones, so everything since the last look
has a higher number: a small file keeps how far that was.
"""

import datetime
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Max

from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.core.rollup.rules import rules
from danvan.indicators import figures, tree
from danvan.indicators.models import Choice, Period, Value
from danvan.orgs.models import Kind, Level, Unit

if TYPE_CHECKING:  # Ibis takes a second to import: a web worker never does
    from danvan.indicators.engine import Mapped
    from danvan.indicators.recount import Recount

_MANY = 50  # changes at once; for more a year is written anew sooner
# One number of each cell: what was chosen, else by the order of the sources. What was
# printed of a whole place is no value of its own beside its units'.
_COUNTING = """
    SELECT DISTINCT ON (v.unit_id, v.period_id, v.code)
        v.unit_id, v.period_id, v.code, v.amount
    FROM indicators_value v
    JOIN orgs_unit u ON u.id = v.unit_id
    JOIN indicators_period p ON p.id = v.period_id
    LEFT JOIN LATERAL (
        SELECT c.value_id FROM indicators_choice c
        WHERE c.unit_id = v.unit_id AND c.period_id = v.period_id AND c.code = v.code
        ORDER BY c.id DESC LIMIT 1
    ) chosen ON true
    WHERE v.amount IS NOT NULL
    AND NOT EXISTS (SELECT FROM indicators_value later WHERE later.corrects_id = v.id)
    AND NOT (v.provenance = 'reported' AND u.kind = 'territory' AND u.level <> 'commune')
    AND {where}
    ORDER BY v.unit_id, v.period_id, v.code, (v.id = chosen.value_id) DESC NULLS LAST,
        array_position(ARRAY['counted', 'entered', 'imported', 'reported'],
            v.provenance::text), v.id DESC
"""


def folder() -> Path:
    """Return where the files stand: below the data of this installation."""
    return Path(settings.DATA_DIR) / "rollup"


@cache
def recount() -> "Recount":
    """Return what is warm in this process; the first call imports Ibis."""
    from danvan.indicators.parquet import Store
    from danvan.indicators.recount import Recount

    return Recount(Store(folder(), rules(catalogue.known())))


def export(years: Iterable[int] | None = None) -> dict[int, int]:
    """Write years anew from the database and roll them up; return rows by year.

    Every year that has a value by default, the earliest first, since formulas look back.
    """
    store, mark = recount().store, _now()
    wanted = sorted(years if years is not None else _years())
    write_maps()
    done = {}
    for year in wanted:
        _write_year(year)
        store.clear(year)
        done[year] = store.roll_up(year)
    recount().plans.clear()
    _remember(mark)
    return done


def refresh() -> dict[int, int]:
    """Take in what changed since the last look; return rows worked out by year.

    Few changes are worked out one by one, many by writing their years anew, as is the
    first one of a period that was never used.
    """
    since, mark = _remembered(), _now()
    if since is None:
        return export()
    changed = _changed(since)
    few = len(changed) <= _MANY and all(_is_known(period) for _, period in changed)
    if not few:
        return export({period.year for _, period in changed})
    done: dict[int, int] = defaultdict(int)
    for unit, period in changed:
        said = _said("v.unit_id = %s AND v.period_id = %s", [unit, period.pk])
        found = [(code, amount) for _, _, code, amount in said]
        done[period.year] += recount().change(period.year, unit, period.pk, found)
    _remember(mark)
    return dict(done)


def totals(unit: Unit, period: Period) -> list[dict[str, Any]]:
    """Return what a unit comes to: code, amount, given; the sum where it said nothing.

    ``given`` is how many communes had a value. Empty before the first `export`.
    """
    found = recount().store.whole(period.year, unit.pk, (period.pk, -period.pk))
    direct = {row["code"] for row in found if row["period"] == period.pk}
    return sorted(
        (r for r in found if r["period"] > 0 or r["code"] not in direct),
        key=lambda row: str(row["code"]),
    )


def write_maps() -> None:
    """Write the tables of units and periods: one tree for each map a period had."""
    store, used = recount().store, list(Period.objects.all())
    bounds = _bounds({p.end for p in used})
    trees = {first: n for n, first in enumerate(bounds, 1)}
    leaves: list[Mapping[str, int | None]] = []
    up: list[Mapping[str, int | None]] = []
    for first, number in trees.items():
        for_tree = _tree(bounds[first])
        leaves += [{"tree": number, **row} for row in for_tree.leaves]
        up += [{"tree": number, **row} for row in for_tree.up]
    store.write_small("leaves", leaves)
    store.write_small("up", up)
    store.write_small("periods", list(_dated(used, trees)))
    store.write_small("spans", list(_spans(used)))


# ----- The database ---------------------------------------------------------


def _said(where: str, params: Sequence[Any]) -> list[tuple[int, int, str, Decimal]]:
    counting = _COUNTING.format(where=where)  # of ours; its values come apart
    with connection.cursor() as cursor:
        cursor.execute(counting, params)  # fmt: skip # put together of our own parts # nosemgrep: statements-are-whole
        return list(cursor.fetchall())


def _write_year(year: int) -> None:
    import pyarrow as pa

    from danvan.indicators.parquet import VALUES, write

    columns = list(zip(*_said("p.year = %s", [year]), strict=True)) or [()] * 4
    arrays = [
        pa.array(column, field.type)
        for column, field in zip(columns, VALUES, strict=True)
    ]
    table = pa.Table.from_arrays(arrays, schema=VALUES)
    # A change reads one period: its rows stand together.
    table = table.sort_by([("period", "ascending"), ("unit", "ascending")])
    write(table, recount().store.file("values", year))


def _years() -> set[int]:
    return set(
        Period.objects.filter(values__isnull=False).values_list("year", flat=True)
    )


def _changed(since: Mapping[str, int]) -> list[tuple[int, Period]]:
    """Return the units and periods with a value or choice since; three queries."""
    pairs = {
        pair
        for model, name in ((Value, "value"), (Choice, "choice"))
        for pair in model.objects.filter(pk__gt=since[name]).values_list(
            "unit_id", "period_id"
        )
    }
    known = Period.objects.in_bulk({period for _, period in pairs})
    return sorted(((u, known[p]) for u, p in pairs), key=lambda x: (x[1].year, x[0]))


def _is_known(period: Period) -> bool:
    """Say whether a period was there when the years were written."""
    store = recount().store
    found = store.small("periods")
    # Not `execute`, which goes by way of pandas.
    here = store.db.to_pyarrow(found.filter(found.period == period.pk).count())
    return bool(here.as_py()) and store.file("totals", period.year).exists()


def _now() -> dict[str, int]:
    return {
        name: model.objects.aggregate(last=Max("pk"))["last"] or 0
        for model, name in ((Value, "value"), (Choice, "choice"))
    }


def _remembered() -> dict[str, int] | None:
    path = folder() / "mark.json"
    found: dict[str, int] | None = (
        json.loads(path.read_text()) if path.exists() else None
    )
    return found


def _remember(mark: Mapping[str, int]) -> None:
    fresh = folder() / "mark.new"
    fresh.write_text(json.dumps(mark))
    os.replace(fresh, folder() / "mark.json")


# ----- Units and periods ----------------------------------------------------


def _bounds(days: Iterable[datetime.date]) -> dict[datetime.date, datetime.date]:
    """Return one day for each map that held on some of the days, by its first day."""
    begins = sorted(
        {
            day
            for row in Unit.objects.values_list("valid_from", "valid_to")
            for day in (row[0], row[1] + datetime.timedelta(1) if row[1] else None)
            if day is not None
        }
    )
    found: dict[datetime.date, datetime.date] = {}
    for day in sorted(days):
        first = max((d for d in begins if d <= day), default=datetime.date.min)
        found.setdefault(first, day)
    return found


def _tree(day: datetime.date) -> "Mapped":
    """Return the map of a day: what reports, as `tree.ground` says it of a place."""
    standing = list(Unit.objects.as_of(day))
    communes = {
        u.pk for u in standing if u.level == Level.COMMUNE and u.kind == Kind.TERRITORY
    }
    ground = [u for u in standing if u.parent_id not in communes]
    known = {u.pk for u in ground}
    parents = {u.pk: u.parent_id if u.parent_id in known else None for u in ground}
    beside = {u.pk for u in ground if tree.stands_beside(u)}
    from danvan.indicators.engine import mapped

    return mapped(parents, beside, communes)


def _dated(
    used: Iterable[Period], trees: Mapping[datetime.date, int]
) -> Iterable[Mapping[str, int | None]]:
    """Yield periods, and below zero what they come to from the ones they are made of.

    So that a number given for a year and the sum of its months stand side by side.
    """
    by_key = {p.key: p.pk for p in used}
    for period in used:
        tree_of = max(day for day in trees if day <= period.end)
        before = by_key.get(_key_before(period.known))
        row = {"year": period.year, "tree": trees[tree_of]}
        yield row | {"period": period.pk, "before": before}
        behind = None if before is None else -before
        yield {"period": -period.pk, "year": period.year, "tree": None} | {
            "before": behind
        }


def _key_before(period: periods.Period) -> str:
    try:
        return periods.of(period.chain, period.kind, period.year - 1, period.number).key
    except periods.NoSuchPeriod:
        return ""


def _spans(used: Iterable[Period]) -> Iterable[Mapping[str, int]]:
    by_key = {p.key: p.pk for p in used}
    for period in used:
        parts = [part.key for part in figures.made_of(period.known)]
        for part in parts:
            if part in by_key:
                yield {
                    "period": -period.pk,
                    "part": by_key[part],
                    "last": int(part == parts[-1]),
                }
