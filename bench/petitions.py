"""Petitions at the size of the country: pages, search, letters sent by many at once.

What holds is a ratio within one run: to a hand-written minimum of the same work (at
most 3), to itself at ten thousand (at most 2), to peers doing the same (below 1).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from goals_table import Line, table
from petitions_site import COPIED_UNDER, Site, open_site
from row_level import without

from danvan.host import roles

if TYPE_CHECKING:  # they need Django's settings, which name the database
    from petitions_pages import Lock

# Petitions: the smaller size, with how many the peers are met, the size that counts.
SIZES = {"small": (10_000, 10_000, 20_000), "full": (10_000, 20_000, 1_000_000)}
# Milliseconds for orientation, on two quiet cores.
TOLD = {"queue": 60, "search": 80, "case": 40}
START = time.monotonic()
MOST_STATEMENTS = 12
MOST_RATIO = 3.0
MOST_PRICE = 1.5  # of a page with row-level security, beside the same without
LETTERS = 100  # a second, from eight clients
LETTER = 150  # milliseconds, the 95th percentile


def say(text: str) -> None:
    """Tell how far it is, with the seconds and the load of the machine."""
    took, load = time.monotonic() - START, os.getloadavg()[0]
    print(f"{took:6.0f} s, load {load:4.1f}: {text}", file=sys.stderr, flush=True)


def told(
    figure: str,
    value: float,
    unit: str,
    goal: float | None = None,
    *,
    holds: bool | None = None,
    ratio_to: str | None = None,
) -> None:
    """Print one line of the bench."""
    line = {"bench": "petitions", "figure": figure, "value": round(value, 3)}
    line |= {"unit": unit, "goal": goal, "holds": holds, "ratio_to": ratio_to}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def at_most(figure: str, value: float, unit: str, goal: float, to: str | None) -> None:
    """Print a figure that holds when it is at most ``goal``."""
    told(figure, value, unit, goal, holds=value <= goal, ratio_to=to)


def pages(site: Site, times: int, before: dict[str, float]) -> Iterator[Line]:
    """Tell of each page; ``before``: milliseconds by name at the smaller size."""
    from petitions_pages import measure, weigh
    from petitions_pages import pages as listed

    superuser = site.url(COPIED_UNDER)

    for name, client, address in listed():
        figure = measure(name, client, address, times)
        goal, ratio = TOLD[name.split()[0]], figure.page / figure.least
        grown = figure.page / before[name]
        told(f"{name}, median", figure.page, "ms", goal)
        told(f"{name}, 95th percentile", figure.p95, "ms")
        told(f"{name}, processor time of Python", figure.cpu, "ms")
        at_most(name, ratio, "ratio", MOST_RATIO, "minimum")
        at_most(
            f"{name}, statements", figure.statements, "count", MOST_STATEMENTS, None
        )
        at_most(f"{name}, growth", grown, "ratio", 2.0, "the smaller size")
        yield Line(name, f"{goal} ms", figure.page, figure.least, ratio)
        yield lock_of(name, weigh(client, address, times, superuser))
        yield Line(f"{name}, growth", "2 times", grown, None, None)


def lock_of(name: str, lock: Lock) -> Line:
    """Tell what row-level security costs a page, and that both ways show the same."""
    ratio, statements = lock.page.ratio, lock.database.ratio
    told(f"{name}, without row-level security, fastest", lock.page.free, "ms")
    told(f"{name}, with row-level security, fastest", lock.page.locked, "ms")
    at_most(f"{name}, row-level security", ratio, "ratio", MOST_PRICE, "without")
    told(f"{name}, statements alone, row-level security", statements, "ratio")
    told(f"{name}, rows unlike", int(not lock.same), "count", 0, holds=lock.same)
    goal = f"{MOST_PRICE} times"
    return Line(f"{name}, RLS", goal, lock.page.locked, lock.page.free, ratio)


def intake(site: Site, seconds: float) -> Iterator[Line]:
    """Tell how many letters eight clients get in, beside the same by hand."""
    from petitions_intake import sent
    from petitions_pages import percentile

    url = site.url(roles.PORTAL)
    ours, least = (sent(how, url, seconds) for how in ("ours", "least"))
    with without(site.url(COPIED_UNDER)):
        free = sent("ours", url, seconds)
    price = free.rate / ours.rate
    slow, slow_least = (percentile(each.taken, 95) for each in (ours, least))
    ratio = least.rate / ours.rate
    told("letters from 8 clients", ours.rate, "1/s", LETTERS)
    told("letters from 8 clients, 95th percentile", slow, "ms", LETTER)
    at_most("time of a letter from 8 clients", ratio, "ratio", MOST_RATIO, "minimum")
    name = "letters from 8 clients"
    told(f"{name}, without row-level security", free.rate, "1/s")
    at_most(f"{name}, row-level security", price, "ratio", MOST_PRICE, "without")
    yield Line(f"{name}, 1/s", f"{LETTERS}/s", ours.rate, least.rate, ratio)
    yield Line(f"{name}, p95", f"{LETTER} ms", slow, slow_least, slow / slow_least)


def peers(count: int, times: int) -> Iterator[Line]:
    """Tell how our pages stand beside those of ticket desks with as many cases."""
    from petitions_peers import NAMES, PEERS, peer

    for name in PEERS:
        say(f"{NAMES[name]} with {count:,} cases")
        mine, theirs = peer(name, count, times) or ({}, {})
        for page, value in theirs.items():
            figure, ratio = f"{page}, {count} cases", mine[page] / value
            told(f"{NAMES[name]}: {figure}", value, "ms")
            told(f"ours: {figure}", mine[page], "ms")
            at_most(figure, ratio, "ratio", 1.0, NAMES[name])
            yield Line(f"{figure}, {NAMES[name]}", "1 time", mine[page], value, ratio)


def run(site: Site, sizes: Sequence[int], times: int, seconds: float) -> Iterator[Line]:
    """Fill the site and measure at each size."""
    from petitions_pages import measure
    from petitions_pages import pages as listed
    from petitions_rows import COLUMNS

    small, met, large = sizes
    site.grow(small, say)
    say(f"measuring with {small:,}")
    before = {name: measure(name, *of, times).page for name, *of in listed()}
    site.grow(met, say)
    yield from peers(met, times)
    start = time.monotonic()
    site.grow(large, say)
    told("loading and indexing", time.monotonic() - start, "s")
    for name in COLUMNS:
        told(name, site.counted(name), "count")
    say(f"measuring with {large:,}")
    yield from pages(site, times, before)
    say("sending letters")
    yield from intake(site, seconds)


def given(text: str) -> tuple[int, ...]:
    """Read three sizes that rise, with commas between."""
    sizes = tuple(int(part.replace("_", "")) for part in text.split(","))
    if len(sizes) != 3 or sorted(sizes) != list(sizes) or sizes[0] < 10_000:
        raise argparse.ArgumentTypeError("three sizes that rise, from 10000 on")
    return sizes


def main() -> None:
    """Print the figures, and at the end the table of goals."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # cleans up on the way out
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SIZES, default="small")
    parser.add_argument(
        "--sizes", type=given, help="petitions: smaller, beside peers, at the end"
    )
    options = parser.parse_args()
    full = options.scale == "full" or (options.sizes or [0])[-1] >= 200_000
    sizes = options.sizes or SIZES[options.scale]
    with ExitStack() as stack:
        say("making a database")
        site = stack.enter_context(open_site())
        times, seconds = (100, 20) if full else (20, 4)
        lines = list(run(site, sizes, times, seconds))
        say("removing the database")
    print(table(lines), file=sys.stderr)


if __name__ == "__main__":
    main()
