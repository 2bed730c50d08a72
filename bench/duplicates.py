"""How fast and how well likely duplicates are found among a million letters.

Letters are made up (`letters.toml`), the same for the same seed, and put into the
tables by COPY; the look-up measured is the office's own, under row-level security.
Goals are ratios and shares; milliseconds are only told.
"""

import argparse
import datetime
import json
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from letters import Maker, edited

SEED = 2026
SCALES = {"small": (20_000, 300), "full": (1_000_000, 2_000)}
# What a province's own office holds of all letters; the others lie in communes.
PROVINCES_SHARE = 0.34
TODAY = datetime.date(2026, 11, 1)


def told(figure: str, value: float, unit: str, goal: str = "", holds: bool | None = None) -> None:  # fmt: skip
    """Print one line of the bench."""
    line = {"bench": "duplicates", "figure": figure, "value": round(value, 3)}
    print(json.dumps({**line, "unit": unit, "goal": goal, "holds": holds}), flush=True)


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


COLUMNS = (
    "id number kind channel state version unit_id received_at received_on what request"
    " place decision field hard anonymous name phone address on_behalf_of"
    " idempotency_key code_hash language synthetic folded"
)


def force(cursor: Any, how: str) -> None:
    """Hold the owner to the policies too, or not."""
    for table in ("petitions_petition", "petitions_similarity"):
        cursor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")


def fill(count: int) -> None:
    """Put the letters and what they are found by into the tables, then index."""
    from django.db import connection

    from danvan.petitions.resemblance import Row, row

    def petition(n: int, one: Letter) -> Sequence[object]:
        on = TODAY - datetime.timedelta(days=n % 1000)
        said = one.said
        return (
            one.pk, number(n), "feedback", "counter", "received", 1, one.place.unit,
            f"{on} 09:00+07", on, said.what, "", said.place, "", one.field, False,
            False, said.name, said.phone, "", "", one.pk, "0" * 64, "vi", True, "",
        )  # fmt: skip

    def kept(one: Letter) -> Sequence[object]:
        made: Row = row(one.said, one.place.unit, one.place.province)
        return (one.pk, one.place.unit, made.words, made.keys, made.marks, made.recipe)

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        force(cursor, "NO FORCE")  # COPY knows no policies
        for name in ("similarity_by_key", "similarity_by_mark"):
            cursor.execute(f"DROP INDEX {name}")
        columns = ", ".join(COLUMNS.split())
        batch: list[Letter] = []
        for n, one in enumerate(letters(count)):
            batch.append(one)
            if len(batch) == 20_000 or n == count - 1:
                with cursor.copy(f"COPY petitions_petition ({columns}) FROM STDIN") as copy:  # fmt: skip
                    for i, each in enumerate(batch):
                        copy.write_row(petition(n - len(batch) + 1 + i, each))
                with cursor.copy("COPY petitions_similarity (petition_id, unit_id, words, keys, marks, recipe) FROM STDIN") as copy:  # fmt: skip
                    for each in batch:
                        copy.write_row(kept(each))
                batch = []
        for name, column in (("key", "keys"), ("mark", "marks")):
            cursor.execute(f"CREATE INDEX similarity_by_{name} ON petitions_similarity USING gin ({column}) WITH (fastupdate = off)")  # fmt: skip
        force(cursor, "FORCE")
        cursor.execute("ANALYZE petitions_petition, petitions_similarity")


@dataclass(frozen=True, slots=True)
class Planted:
    """A letter written anew with some of its words changed."""

    of: Letter
    said: Any


def planted(count: int, number: int) -> list[Planted]:
    """Choose letters and write them anew, 10 to 30 % of their words changed."""
    from dataclasses import replace

    luck = random.Random(SEED + 1)  # noqa: S311 # no secrets # nosec B311
    chosen = set(luck.sample(range(count), number))
    others = " ".join(m.text for m in Maker(SEED + 2).letters(400)).split()
    return [
        Planted(one, replace(one.said, what=edited(one.said.what, luck.uniform(0.1, 0.3), others, luck)))
        for n, one in enumerate(letters(count))
        if n in chosen
    ]  # fmt: skip


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long it took by the wall clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def look_up(one: Planted) -> None:
    """Look up as the page does: by words, person and place."""
    from danvan.accounts.rights import Role, Seat, Viewer
    from danvan.orgs.models import Unit
    from danvan.petitions import duplicates

    unit = Unit(pk=one.of.place.unit)
    viewer = Viewer("bench", "bench", (Seat(unit.pk, "bench", Role.PETITION_CLERK),))
    question = duplicates.Question(one.said, unit, one.of.field)
    duplicates.find(question, viewer=viewer, today=TODAY)


def least(one: Planted) -> Callable[[], None]:
    """Return the same SQL by hand, its arguments ready."""
    from django.db import connection

    from danvan.core.casework import similarity
    from danvan.petitions import resemblance

    scope = similarity.own_scope(one.of.place.unit)
    keys = resemblance.keys(similarity.words(one.said.what), scope)
    marks = list(resemblance.marks(one.said, scope))

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT petition_id, words FROM petitions_similarity s WHERE keys && %s ORDER BY (SELECT count(*) FROM unnest(s.keys) k WHERE k = ANY (%s)) DESC, petition_id LIMIT 300", [keys, keys])  # fmt: skip
            cursor.fetchall()
            cursor.execute("SELECT s.petition_id, s.marks FROM petitions_similarity s JOIN petitions_petition p ON p.id = s.petition_id WHERE s.marks && %s AND p.received_on >= %s ORDER BY p.received_on DESC, s.petition_id LIMIT 300", [marks, TODAY - datetime.timedelta(days=730)])  # fmt: skip
            found = [pk for pk, _ in cursor.fetchall()]
            cursor.execute("SELECT * FROM petitions_petition WHERE id = ANY (%s)", [found])  # fmt: skip
            cursor.fetchall()

    return run


def as_office(units: Sequence[int]) -> None:
    """Work as the office's process does, seeing these units."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_office")
        cursor.execute("RESET enable_seqscan")
        cursor.execute("SET danvan.scope = ''")
        cursor.execute("SELECT set_config('danvan.petition_units', %s, false)", [",".join(map(str, units))])  # fmt: skip


def quality(sample: Sequence[Planted], *, wide: bool) -> None:
    """Tell how many planted letters were found, and how many others beside them."""
    from danvan.accounts import scope
    from danvan.core.casework import similarity
    from danvan.petitions import duplicates

    hits = pairs = 0
    taken = []
    for one in sample:
        place = one.of.place
        target = similarity.own_scope(place.unit)
        if wide:
            target = similarity.wide_scope(place.province)
        found: dict[uuid.UUID, float] = {}
        as_office([place.unit])

        def ask(target: int = target, found: Any = found, said: Any = one.said) -> None:
            if not wide:
                found |= duplicates.alike(said, target)
            else:
                with scope.as_system("the bench looks through a province"):
                    found |= duplicates.alike(said, target, wide=True)

        taken.append(milliseconds(ask))
        hits += one.of.pk in found
        pairs += len(found)
    where = "in the province" if wide else "in the unit"
    recall, stray = hits / len(sample), (pairs - hits) / max(pairs, 1)
    told(f"planted found {where}", recall, "share", ">= 0.95", recall >= 0.95)
    told(f"pairs not planted {where}", stray, "share", "<= 0.05", stray <= 0.05)
    told(f"by words {where}, median", statistics.median(taken), "ms")
    told(f"by words {where}, p95", percentile(taken, 0.95), "ms")


def speed(sample: Sequence[Planted]) -> None:
    """Tell what a look-up costs beside the same SQL written by hand."""
    ours, bare = [], []
    from django.db import connection

    for one in sample:
        as_office([one.of.place.unit])
        ours.append(milliseconds(lambda one=one: look_up(one)))
        by_hand = least(one)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SET enable_seqscan = off")
        bare.append(milliseconds(by_hand))
    for name, values in (("look-up", ours), ("the same SQL by hand", bare)):
        told(f"{name}, median", statistics.median(values), "ms")
        told(f"{name}, p95", percentile(values, 0.95), "ms")
    ratio = statistics.median(ours) / statistics.median(bare)
    told("look-up to the same SQL by hand, median", ratio, "ratio", "<= 3", ratio <= 3)


def intake(count: int) -> None:
    """Tell what keeping a letter's likeness costs at its intake."""
    from django.db import connection

    from danvan.petitions.resemblance import row

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    taken = []
    for n, one in enumerate(letters(200)):
        with connection.cursor() as cursor:

            def keep(one: Letter = one, n: int = n, cursor: Any = cursor) -> None:
                made = row(one.said, one.place.unit, one.place.province)
                cursor.execute("UPDATE petitions_similarity SET words = %s, keys = %s, marks = %s WHERE petition_id = %s", [made.words, [k + n + 1 for k in made.keys], made.marks, one.pk])  # fmt: skip

            taken.append(milliseconds(keep))
    told("keeping one letter, median", statistics.median(taken), "ms")
    told("keeping one letter, p95", percentile(taken, 0.95), "ms")


def main() -> None:
    """Make the database, fill it, ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="small")
    count, sample = SCALES[parser.parse_args().scale]

    from danvan.host.testing import Bench

    os.environ["DJANGO_SETTINGS_MODULE"] = "danvan.config.settings"
    os.environ.pop("DATABASE_URL", None)
    bench = Bench()
    try:
        bench.open()
        measure(count, sample)
    finally:
        bench.close()


def measure(count: int, sample: int) -> None:
    """Fill the open database and tell everything."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_units", verbosity=0)
    start = time.monotonic()
    fill(count)
    told("letters", count, "letters")
    told("filling and indexing", time.monotonic() - start, "s")
    questions = planted(count, sample)
    quality(questions, wide=False)
    quality(questions[: max(sample // 5, 50)], wide=True)
    speed(questions[: max(sample // 2, 200)])
    intake(count)


if __name__ == "__main__":
    main()
