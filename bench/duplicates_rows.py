"""Made-up letters by the million, each with what it is found by.

The seed is fixed. What a letter is found by is reckoned in processes beside the one
that copies; indexes are made when all is in.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from letters import Maker, edited

SEED = 2026
# What a province's own office holds of all letters; the others lie in communes.
PROVINCES_SHARE = 0.34
TODAY = datetime.date(2026, 11, 1)
BATCH = 20_000
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that receives letters, and the province it stands in (keys)."""

    unit: int
    province: int


def places() -> tuple[list[Place], list[Place]]:
    """Return the provinces and the communes of today."""
    from danvan.orgs.models import Kind, Level, Unit

    units = Unit.objects.as_of(TODAY).filter(kind=Kind.TERRITORY)
    provinces = [Place(u.pk, u.pk) for u in units.filter(level=Level.PROVINCE)]
    communes = units.filter(level=Level.COMMUNE)
    return provinces, [Place(u.pk, u.parent_id or u.pk) for u in communes]


def number(n: int) -> str:
    """Return a number as receipts have it, a different one for each letter."""
    from danvan.core.casework.number import ALPHABET

    signs = ""
    for _ in range(8):
        n, rest = divmod(n, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return f"DV26-{signs[:4]}-{signs[4:]}-{ALPHABET[0]}"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the bench."""

    pk: uuid.UUID
    place: Place
    said: Any
    field: str


def letters(count: int) -> Iterator[Letter]:
    """Make the letters, with sender and place."""
    from danvan.petitions.resemblance import Said

    maker, luck = Maker(SEED), random.Random(SEED)  # noqa: S311 # no secrets # nosec B311
    provinces, communes = places()
    for _ in range(count):
        made = maker.letter()
        here = provinces if luck.random() < PROVINCES_SHARE else communes
        yield Letter(
            uuid.UUID(int=luck.getrandbits(128), version=4),
            luck.choice(here),
            Said(
                made.text,
                name=maker.makers["name"](),
                phone=maker.makers["phone"](),
                place=maker.makers["place"](),
            ),
            made.field,
        )


PETITION = (
    "id number kind channel state version unit_id received_at received_on what request"
    " place decision field hard anonymous name phone address on_behalf_of"
    " idempotency_key code_hash language synthetic folded"
)
SIMILARITY = "petition_id unit_id words keys marks recipe"
Copied = Sequence[object]


def petition(n: int, one: Letter) -> Copied:
    """Return the columns of `PETITION` for the ``n``-th letter."""
    on = TODAY - datetime.timedelta(days=n % 1000)
    said = one.said
    return (
        one.pk, number(n), "feedback", "counter", "received", 1, one.place.unit,
        f"{on} 09:00+07", on, said.what, "", said.place, "", one.field, False,
        False, said.name, said.phone, "", "", one.pk, "0" * 64, "vi", True, "",
    )  # fmt: skip


def kept(batch: Sequence[Letter]) -> list[Copied]:
    """Return the columns of `SIMILARITY` for some letters."""
    from danvan.petitions.resemblance import row

    made = [row(one.said, one.place.unit, one.place.province) for one in batch]
    return [
        (one.pk, one.place.unit, m.words, m.keys, m.marks, m.recipe)
        for one, m in zip(batch, made, strict=True)
    ]


def _ready() -> None:
    import django

    django.setup()


def _beside(batches: Iterable[list[Letter]]) -> Iterator[tuple[list[Letter], Copied]]:
    """Yield each batch with what it is found by, reckoned while the last is copied."""
    # Started anew, not forked: a fork would share the connection to the database.
    pool = ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=_ready)
    with pool:
        waiting: tuple[list[Letter], list[Future[list[Copied]]]] | None = None
        for batch in batches:
            parts = [batch[n::WORKERS] for n in range(WORKERS)]
            coming = (batch, [pool.submit(kept, part) for part in parts])
            if waiting:
                yield waiting[0], _all(waiting[1])
            waiting = coming
        if waiting:
            yield waiting[0], _all(waiting[1])


def _all(parts: Iterable[Future[list[Copied]]]) -> Copied:
    return list(itertools.chain.from_iterable(part.result() for part in parts))


def _batches(found: Iterator[Letter]) -> Iterator[list[Letter]]:
    while batch := list(itertools.islice(found, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class Planted:
    """A letter written anew with some of its words changed."""

    of: Letter
    said: Any


def fill(count: int, plant: int, say: Callable[[str], None]) -> list[Planted]:
    """Put the letters and what they are found by into the tables, then index.

    Returns ``plant`` of them, each written anew, 10 to 30 % of its words changed.
    """
    from django.db import connection

    luck = random.Random(SEED + 1)  # noqa: S311 # no secrets # nosec B311
    chosen = set(luck.sample(range(count), plant))
    taken: list[Letter] = []
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET synchronous_commit = off")
        force(cursor, "NO FORCE")  # COPY knows no policies
        for name in ("similarity_by_key", "similarity_by_mark"):
            cursor.execute(f"DROP INDEX {name}")
        done = 0
        for batch, found_by in _beside(_batches(letters(count))):
            numbered = list(enumerate(batch, done))
            _copy(cursor, "petitions_petition", PETITION, itertools.starmap(petition, numbered))  # fmt: skip
            _copy(cursor, "petitions_similarity", SIMILARITY, found_by)
            taken += [one for n, one in numbered if n in chosen]
            done += len(batch)
            if done % (10 * BATCH) == 0:
                say(f"{done:,} letters copied")
        for name, column in (("key", "keys"), ("mark", "marks")):
            say(f"indexing {column}")
            cursor.execute(f"CREATE INDEX similarity_by_{name} ON petitions_similarity USING gin ({column}) WITH (fastupdate = off)")  # fmt: skip
        force(cursor, "FORCE")
        cursor.execute("ANALYZE petitions_petition, petitions_similarity")
    return [written_anew(one, luck) for one in taken]


def _copy(cursor: Any, table: str, columns: str, rows: Iterable[Any]) -> None:
    names = ", ".join(columns.split())
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def force(cursor: Any, how: str) -> None:
    """Hold the owner to the policies too, or not."""
    for table in ("petitions_petition", "petitions_similarity"):
        cursor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")


OTHERS = " ".join(m.text for m in Maker(SEED + 2).letters(400)).split()


def written_anew(one: Letter, luck: random.Random) -> Planted:
    """Change 10 to 30 % of a letter's words."""
    what = edited(one.said.what, luck.uniform(0.1, 0.3), OTHERS, luck)
    return Planted(one, replace(one.said, what=what))
