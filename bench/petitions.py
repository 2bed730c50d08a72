"""Petitions at the size of the country: pages, search, letters sent by many at once.

What holds is a ratio within one run: to a hand-written minimum of the same work (at
most 3), to itself at ten thousand (at most 2), to peers doing the same (below 1).
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from petitions_site import Site, open_site

from danvan.host import roles

# Petitions: the smaller size, with how many the peers are met, the size that counts.
SIZES = {"small": (2_000, 2_000, 20_000), "full": (10_000, 20_000, 1_000_000)}
# Milliseconds for orientation, on two quiet cores.
TOLD = {"queue": 60, "search": 80, "case": 40}
MOST_STATEMENTS = 12
MOST_RATIO = 3.0


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


def pages(times: int, before: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Tell of each page; yields its name and milliseconds."""
    from petitions_pages import measure
    from petitions_pages import pages as listed

    for name, client, address in listed():
        figure = measure(name, client, address, times)
        told(f"{name}, median", figure.page, "ms", TOLD[name.split()[0]])
        told(f"{name}, 95th percentile", figure.p95, "ms")
        at_most(name, figure.page / figure.least, "ratio", MOST_RATIO, "minimum")
        at_most(
            f"{name}, statements", figure.statements, "count", MOST_STATEMENTS, None
        )
        if name in before:
            grown = figure.page / before[name]
            at_most(f"{name}, growth", grown, "ratio", 2.0, "the smaller size")
        yield name, figure.page


def intake(site: Site, seconds: float) -> None:
    """Tell how many letters eight clients get in, beside the same by hand."""
    from petitions_intake import sent
    from petitions_pages import percentile

    url = site.url(roles.PORTAL)
    ours, least = (sent(how, url, seconds) for how in ("ours", "least"))
    told("letters from 8 clients", ours.rate, "1/s", 100)
    told(
        "letters from 8 clients, 95th percentile", percentile(ours.taken, 95), "ms", 150
    )
    ratio = least.rate / ours.rate
    at_most("time of a letter from 8 clients", ratio, "ratio", MOST_RATIO, "minimum")


def peers(count: int, times: int) -> None:
    """Tell how our pages stand beside those of ticket desks with as many cases."""
    from petitions_peers import NAMES, PEERS, ours, peer

    mine = ours(times)
    for name in PEERS:
        theirs = peer(name, count, times)
        for page, value in (theirs or {}).items():
            figure = f"{page}, {count} cases"
            told(f"{NAMES[name]}: {figure}", value, "ms")
            told(f"ours: {figure}", mine[page], "ms")
            at_most(figure, mine[page] / value, "ratio", 1.0, NAMES[name])


def sizes(site: Site, given: Sequence[int], times: int) -> None:
    """Fill the site and measure at each size."""
    from petitions_rows import COLUMNS

    small, met, large = given
    site.grow(small)
    before = dict(quietly(times))
    site.grow(met)
    peers(met, times)
    site.grow(large)
    for table in COLUMNS:
        told(table, site.counted(table), "count")
    for _ in pages(times, before):
        pass


def quietly(times: int) -> Iterator[tuple[str, float]]:
    """Yield names and milliseconds of the pages."""
    from petitions_pages import measure
    from petitions_pages import pages as listed

    for name, client, address in listed():
        yield name, measure(name, client, address, times).page


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SIZES, default="small")
    parser.add_argument("--count", type=int, help="petitions instead of the scale's")
    options = parser.parse_args()
    small, met, large = SIZES[options.scale]
    full = options.scale == "full"
    with ExitStack() as stack:
        site = stack.enter_context(open_site())
        sizes(site, (small, met, options.count or large), times=100 if full else 20)
        intake(site, seconds=20 if full else 4)


if __name__ == "__main__":
    main()
