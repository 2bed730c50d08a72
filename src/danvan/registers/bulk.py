"""Write the lines of a whole sheet: one statement a thousand, one journal line."""

import datetime
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from danvan.core.actor import Actor
from danvan.core.registers.kind import Kind
from danvan.core.registers.read import Values, stored
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.registers import checking, locking, reach
from danvan.registers.errors import NotKept
from danvan.registers.models import Entry, Import

_AT_ONCE = 2_000
_NAMESPACE = uuid.UUID("6f1d3f0e-51c6-4f0b-9d1c-0c7f5f0f6a5e")
_INSERT = """
    INSERT INTO registers_entry (id, kind, unit_id, day, values, corrects_id, reason,
        standing, void, key, source, load_id, row, made_at, actor_label, synthetic,
        digest, folded)
    SELECT gen_random_uuid(), %s, r.unit, r.day, r.values, NULL, '', true, false, r.key,
        'import', %s, r.row, %s, %s, %s, r.digest, r.folded
    FROM jsonb_to_recordset(%s::jsonb) AS r (unit bigint, day date, values jsonb,
        key uuid, row integer, digest text, folded text)
    ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One good line of a sheet: its number there, its day and its values.

    ``unit`` is whose it is; None: of the unit that takes the sheet in.
    """

    number: int
    day: datetime.date
    values: Values
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    unit: Unit
    kept: dict[str, str]
    digest: str


@transaction.atomic
def enter_many(
    *,
    kind: Kind,
    unit: Unit,
    rows: Iterable[Row],
    file_hash: str,
    by: Actor,
    now: datetime.datetime,
    synthetic: bool = False,
    tell: Callable[[int], None] = lambda _rows: None,
) -> Import:
    """Write the lines of a sheet that `checking.check` found good.

    A line that says the same of the same day as one in the book already is counted
    in ``doubles`` and not written, as often as the book has it: the same sheet again
    writes nothing, and the import that is returned is not kept. Raises NotKept, and PeriodLocked where any day is closed; nothing
    is written then. ``rows`` are taken as they come, some thousands at a time;
    ``tell`` hears the number of the last row that is written.
    """
    if not reach.keeps(kind, unit):
        raise NotKept(kind.id)
    with connection.cursor() as cursor:
        # Two with one sheet: the second waits, and then finds its lines there.
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(sql, [f"registers_import {kind.id} {unit.pk}"])
    made = Import(
        kind=kind.id,
        unit=unit,
        file_hash=file_hash,
        made_at=now,
        actor_label=by.label,
        rows=0,
    )
    said = [kind.id, made.pk, now, by.label, synthetic]
    seen = Seen(made.pk)
    for some in batches(rows):
        lines = [_line(kind, unit, row) for row in some]
        _refuse(kind, lines)
        fresh = seen.fresh(lines)
        written = _insert(kind, fresh, said)
        made.rows += written
        made.doubles += len(lines) - written
        tell(some[-1].number)
    if not made.rows:
        return made
    # The database checks the lines' reference to it at the end, so it may come last,
    # when its numbers are known.
    made.save(force_insert=True)
    journal.write(
        by=by,
        action="registers.import",
        record=made.record,
        changes={
            "kind": (None, kind.id),
            "unit": (None, unit.code),
            "file": (None, file_hash),
            "rows": (None, str(made.rows)),
            "doubles": (None, str(made.doubles)),
        },
    )
    return made


def known(kind: Kind, unit: Unit, rows: Iterable[Row]) -> int:
    """Count the rows that `enter_many` would pass over; a query for some thousands."""
    seen = Seen(None)
    doubles = 0
    for some in batches(rows):
        lines = [_line(kind, unit, row) for row in some]
        doubles += len(lines) - len(seen.fresh(lines))
    return doubles


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows by as many as one statement takes."""
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


class Seen:
    """Which lines the book has, and how often a sheet has said them so far."""

    def __init__(self, load: uuid.UUID | None) -> None:
        self._load = load  # whose own lines are not in the way
        self._there: dict[tuple[int, str], int] = {}
        self._said: Counter[tuple[int, str]] = Counter()

    def fresh(self, lines: Sequence[_Line]) -> list[tuple[_Line, uuid.UUID]]:
        """Return the lines the book has not, each with a key of its own; a query."""
        self._look({_place(line) for line in lines} - self._there.keys())
        found = []
        for line in lines:
            place = _place(line)
            self._said[place] += 1
            if (n := self._said[place]) > self._there[place]:
                key = uuid.uuid5(_NAMESPACE, f"{line.unit.pk} {line.digest} {n}")
                found.append((line, key))
        return found

    def _look(self, new: set[tuple[int, str]]) -> None:
        if not new:
            return
        rows = Entry.objects.filter(
            unit_id__in={unit for unit, _digest in new},
            digest__in=[digest for _unit, digest in new],
        )
        if self._load:
            rows = rows.exclude(load_id=self._load)
        counted = rows.order_by().values_list("unit_id", "digest")
        self._there.update(dict.fromkeys(new, 0))
        for unit, digest, n in counted.annotate(n=Count("pk")):
            self._there[unit, digest] = n


def _place(line: _Line) -> tuple[int, str]:
    return line.unit.pk, line.digest


def _line(kind: Kind, unit: Unit, row: Row) -> _Line:
    kept = stored(row.values)
    digest = checking.digest(kind.id, row.day, kept)
    return _Line(row, row.unit or unit, kept, digest)


def _refuse(kind: Kind, lines: Sequence[_Line]) -> None:
    days: dict[Unit, set[datetime.date]] = {}
    for line in lines:
        days.setdefault(line.unit, set()).add(line.row.day)
    for unit, its in days.items():
        if not reach.keeps(kind, unit):
            raise NotKept(kind.id)
        locking.refuse_locked(kind.id, unit, its)


def _insert(
    kind: Kind, fresh: Sequence[tuple[_Line, uuid.UUID]], said: list[Any]
) -> int:
    if not fresh:
        return 0
    records = [_record(kind, line, key) for line, key in fresh]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*said, json.dumps(records)])
        return int(cursor.rowcount)


def _record(kind: Kind, line: _Line, key: uuid.UUID) -> dict[str, object]:
    edition = kind.on(line.row.day) or kind.latest
    return {
        "unit": line.unit.pk,
        "day": line.row.day.isoformat(),
        "values": line.kept,
        "key": str(key),
        "row": line.row.number,
        "digest": line.digest,
        "folded": checking.folded(edition, line.kept),
    }
