"""Made-up lines of books by the million: each what its kind of book would take.

The seed is fixed, so that the same day gives the same rows.
"""

import datetime
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from danvan.core.registers import load
from danvan.core.registers.kind import Field, Kind, Type
from danvan.core.text.fold import fold

KINDS = 30
DAYS = 1095  # how far back lines go
_SHAPES = 64  # different lines of one kind
COLUMNS = (
    "id kind unit_id day values reason standing void key source row made_at"
    " actor_label synthetic digest folded"
)
# At once and with all indexes; what triggers would say they say of inserts alone.
_MANY = 50_000


@dataclass(frozen=True)
class Shape:
    """The values of a line as kept, and its words for search."""

    values: str
    folded: str


def kinds() -> list[Kind]:
    """Return the books that communes keep, thirty of them at most."""
    kept = [
        kind
        for kind in load.known().values()
        if "commune" in kind.levels and "peoples_committee" in kind.keepers
    ]
    return kept[:KINDS]


def value(field: Field, luck: random.Random) -> str:
    """Return something the field takes, as it is kept."""
    if field.is_number:
        least, most = int(field.least or 0), int(field.most or 4_000)
        return str(luck.randint(least, max(least, min(most, 4_000))))
    if field.type is Type.CHOICE:
        return luck.choice(field.choices).code
    if field.type is Type.DATE:
        return "2026-05-14"
    if field.type is Type.PLACE:
        return f"Nhà văn hóa khu vực {luck.randint(1, 90)}"
    return f"Ghi chú mẫu {luck.randint(1, 900)}" if field.type is Type.TEXT else ""


def shapes(kind: Kind, luck: random.Random) -> list[Shape]:
    """Return lines as a kind of book may have them."""
    found = []
    for _ in range(_SHAPES):
        values = {
            f.key: said
            for f in kind.latest.fields
            if (f.required or luck.random() < 0.6) and (said := value(f, luck))
        }
        words = " ".join(
            values.get(f.key, "")
            for f in kind.latest.fields
            if f.type in {Type.PLACE, Type.TEXT}
        )
        found.append(Shape(json.dumps(values, ensure_ascii=False), fold(words.strip())))
    return found


def rows(
    units: Sequence[int], count: int, today: datetime.date, seed: int = 7
) -> Iterator[str]:
    """Yield ``count`` lines as COPY takes them, in the order of `COLUMNS`."""
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets # nosec B311
    made = [(kind.id, shapes(kind, luck)) for kind in kinds()]
    days = [(today - datetime.timedelta(age)).isoformat() for age in range(DAYS)]
    for _ in range(count):
        kind, some = made[luck.randrange(len(made))]
        shape, day = some[luck.randrange(_SHAPES)], days[luck.randrange(DAYS)]
        bits = luck.getrandbits(256)
        pk, key = f"{bits >> 128:032x}", f"{bits & (1 << 128) - 1:032x}"
        unit = units[int(len(units) * luck.random() ** 1.3)]
        yield "\t".join(
            (
                *(pk, kind, str(unit), day, shape.values, "", "t", "f", key, "form"),
                *("0", f"{day} 09:00:00+07", "system", "t", key, shape.folded),
            )
        )


def fill(url: str, units: Sequence[int], count: int, today: datetime.date) -> None:
    """Copy lines into the books; indexes are made afterwards where many come."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("SET synchronous_commit = off")
        db.execute("SET maintenance_work_mem = '512MB'")
        later = _without_indexes(db) if count > _MANY else []
        names = ", ".join(COLUMNS.split())
        with db.cursor().copy(f"COPY registers_entry ({names}) FROM STDIN") as copy:
            some: list[str] = []
            for row in rows(units, count, today):
                some.append(row)
                if len(some) == 5_000:
                    copy.write("\n".join(some) + "\n")
                    some.clear()
            copy.write("".join(f"{row}\n" for row in some))
        for definition in later:
            db.execute(definition.encode())
        db.execute("VACUUM (ANALYZE) registers_entry")
        db.execute("CHECKPOINT")


def _without_indexes(db: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    found = db.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
        " FROM pg_index i WHERE i.indrelid = 'registers_entry'::regclass AND NOT EXISTS"
        " (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"
    ).fetchall()
    for name, _ in found:
        db.execute(f"DROP INDEX {name}".encode())
    return [str(definition) for _, definition in found]
