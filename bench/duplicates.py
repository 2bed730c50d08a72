"""How fast and how well likely duplicates are found among a million letters.

Letters are made up (`letters.toml`), the same for the same seed, and put into the
tables by COPY; the look-up measured is the office's own, under row-level security.
Goals are ratios and shares; milliseconds are only told.
"""

import argparse
import datetime
import json
import os
import signal
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from duplicates_rows import TODAY, Letter, Planted, fill, letters
from goals_table import Line, table

# Letters, and how many are planted.
SCALES = {"small": (20_000, 300), "full": (1_000_000, 2_000)}
START = time.monotonic()
LINES: list[Line] = []  # the goals, told once more at the end
LOOK_UP = {"median": 50, "p95": 200}  # milliseconds, on two quiet cores


def told(figure: str, value: float, unit: str, goal: str = "", holds: bool | None = None) -> None:  # fmt: skip
    """Print one line of the bench."""
    line = {"bench": "duplicates", "figure": figure, "value": round(value, 3)}
    print(json.dumps({**line, "unit": unit, "goal": goal, "holds": holds}), flush=True)


def say(text: str) -> None:
    """Tell how far it is, with the seconds and the load of the machine."""
    took, load = time.monotonic() - START, os.getloadavg()[0]
    print(f"{took:6.0f} s, load {load:4.1f}: {text}", file=sys.stderr, flush=True)


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
    LINES.append(Line(f"planted found {where}", "0.95 or more", recall, None, None))
    LINES.append(Line(f"others beside them {where}", "0.05 or less", stray, None, None))
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
    for name, of in (("median", 0.5), ("p95", 0.95)):
        mine, hand = percentile(ours, of), percentile(bare, of)
        goal = f"{LOOK_UP[name]} ms"
        LINES.append(Line(f"look-up, {name}", goal, mine, hand, mine / hand))
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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # cleans up on the way out
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--count", type=int, help="letters, instead of the scale's")
    options = parser.parse_args()
    count, sample = SCALES[options.scale]

    from danvan.host.testing import Bench

    os.environ["DJANGO_SETTINGS_MODULE"] = "danvan.config.settings"
    os.environ.pop("DATABASE_URL", None)
    bench = Bench()
    try:
        bench.open()
        measure(options.count or count, sample)
    finally:
        bench.close()
    print(table(LINES), file=sys.stderr)


def measure(count: int, sample: int) -> None:
    """Fill the open database and tell everything."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_units", verbosity=0)
    start = time.monotonic()
    questions = fill(count, sample, say)
    told("letters", count, "letters")
    told("filling and indexing", time.monotonic() - start, "s")
    say("looking up")
    quality(questions, wide=False)
    quality(questions[: max(sample // 5, 50)], wide=True)
    speed(questions[: max(sample // 2, 200)])
    intake(count)


if __name__ == "__main__":
    main()
