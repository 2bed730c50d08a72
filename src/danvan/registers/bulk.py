"""Write the lines of a whole sheet: one statement a thousand, one journal line."""

import datetime
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    SELECT gen_random_uuid(), %s, %s, r.day, r.values, NULL, '', true, false, r.key,
        'import', %s, r.row, %s, %s, %s, r.digest, r.folded
    FROM jsonb_to_recordset(%s::jsonb) AS r (day date, values jsonb, key uuid,
        row integer, digest text, folded text)
    ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One good line of a sheet: its number there, its day and its values."""

    number: int
    day: datetime.date
    values: Values


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
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
) -> Import:
    """Write the lines of a sheet that `checking.check` found good.

    A line that says the same of the same day as one in the book already is counted
    in ``doubles`` and not written, as often as the book has it: the same sheet again
    writes nothing. Raises NotKept, and PeriodLocked where any day is closed; nothing
    is written then.
    """
    if not reach.keeps(kind, unit):
        raise NotKept(kind.id)
    with connection.cursor() as cursor:
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(sql, [f"registers_import {kind.id} {unit.pk}"])
    lines = [_line(kind, row) for row in rows]
    if lines:
        days = {line.row.day for line in lines}
        locking.refuse_locked(kind.id, unit, days)
    fresh = _fresh(unit, lines)
    made = Import.objects.create(
        kind=kind.id,
        unit=unit,
        file_hash=file_hash,
        rows=len(fresh),
        doubles=len(lines) - len(fresh),
        made_at=now,
        actor_label=by.label,
    )
    said = [kind.id, unit.pk, made.pk, now, by.label, synthetic]
    _insert(kind, fresh, said)
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


def _line(kind: Kind, row: Row) -> _Line:
    kept = stored(row.values)
    return _Line(row, kept, checking.digest(kind.id, row.day, kept))


def _fresh(unit: Unit, lines: Sequence[_Line]) -> list[tuple[_Line, uuid.UUID]]:
    """Return the lines the book has not, each with a key of its own."""
    there: Counter[str] = Counter()
    digests = iter({line.digest for line in lines})
    while some := list(islice(digests, _AT_ONCE * 5)):
        found = Entry.objects.filter(unit=unit, digest__in=some).order_by()
        there.update(dict(found.values_list("digest").annotate(n=Count("pk"))))
    seen: Counter[str] = Counter()
    fresh = []
    for line in lines:
        seen[line.digest] += 1
        n = seen[line.digest]
        if n > there[line.digest]:
            key = uuid.uuid5(_NAMESPACE, f"{unit.pk} {line.digest} {n}")
            fresh.append((line, key))
    return fresh


def _insert(
    kind: Kind, fresh: Sequence[tuple[_Line, uuid.UUID]], said: list[Any]
) -> None:
    with connection.cursor() as cursor:
        for some in _batches(fresh):
            records = [_record(kind, line, key) for line, key in some]
            cursor.execute(_INSERT, [*said, json.dumps(records)])


def _record(kind: Kind, line: _Line, key: uuid.UUID) -> dict[str, object]:
    edition = kind.on(line.row.day) or kind.latest
    return {
        "day": line.row.day.isoformat(),
        "values": line.kept,
        "key": str(key),
        "row": line.row.number,
        "digest": line.digest,
        "folded": checking.folded(edition, line.kept),
    }


def _batches(
    fresh: Sequence[tuple[_Line, uuid.UUID]],
) -> Iterator[Sequence[tuple[_Line, uuid.UUID]]]:
    for first in range(0, len(fresh), _AT_ONCE):
        yield fresh[first : first + _AT_ONCE]
