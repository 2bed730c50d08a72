"""Books at the size of the country: lists, totals of a province, a sheet taken in.

What holds is a ratio within one run, at most 3: of a page to the very statements it
sends, of totals to one hand-written statement, of an import to reading and copying by
hand. Milliseconds and seconds are told for orientation, on two quiet cores.
"""

import argparse
import datetime
import json
import os
import statistics
import time
from typing import Any

from petitions_site import COPIED_UNDER, PROVINCE, Site, open_site
from row_level import Price, price, without

# Lines, rows of the sheet, how often; the suite runs the tiny one.
SIZES = {
    "tiny": (2_000, 40, 4),
    "small": (20_000, 2_000, 10),
    "full": (2_000_000, 100_000, 50),
}
TOLD = {"list": 60, "totals": 150, "import": 30}
MOST_RATIO = 3.0
MOST_PRICE = 1.5  # with row-level security, beside the same without
KIND = "voters-meetings"


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
    line = {"bench": "registers", "figure": figure, "value": round(value, 3)}
    line |= {"unit": unit, "goal": goal, "holds": holds, "ratio_to": ratio_to}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def at_most(figure: str, value: float, goal: float, to: str) -> None:
    """Print a ratio that holds when it is at most ``goal``."""
    told(figure, value, "ratio", goal, holds=value <= goal, ratio_to=to)


def lists(site: Site, times: int) -> None:
    """Tell of the list of one book, as a commune and a province see it."""
    from petitions_pages import measure, signed_in, weigh

    address = f"/registers/books/{KIND}/"
    for where, who in (
        ("commune", "report-compiler"),
        ("province", "provincial-compiler"),
    ):
        client = signed_in(who)
        figure = measure(f"list of a {where}", client, address, times)
        told(f"{figure.name}, median", figure.page, "ms", TOLD["list"])
        told(f"{figure.name}, 95th percentile", figure.p95, "ms")
        told(f"{figure.name}, statements", figure.statements, "count")
        at_most(figure.name, figure.page / figure.least, MOST_RATIO, "minimum")
        lock = weigh(client, address, times, site.url(COPIED_UNDER))
        price_of(figure.name, lock.page)
        alone = f"{figure.name}, statements alone, row-level security"
        told(alone, lock.database.ratio, "ratio")
        unlike = int(not lock.same)
        told(f"{figure.name}, rows unlike", unlike, "count", 0, holds=lock.same)


def price_of(figure: str, price: Price) -> None:
    """Tell what row-level security costs."""
    told(f"{figure}, without row-level security, fastest", price.free, "ms")
    told(f"{figure}, with row-level security, fastest", price.locked, "ms")
    at_most(f"{figure}, row-level security", price.ratio, MOST_PRICE, "without")


def totals(site: Site, year: int, times: int) -> None:
    """Tell of all numbers of a book over a province and a year, beside one statement."""
    import psycopg

    from danvan.accounts import scope
    from danvan.core.registers import load
    from danvan.registers import tally

    kind, units = load.known()[KIND], below(site)
    span = tally.Span(datetime.date(year, 1, 1), datetime.date(year, 12, 31), units)
    sums = ", ".join(
        f"sum((values ->> '{feed.field}')::numeric)" for feed in kind.latest.feeds
    )
    # Our own names and numbers.
    query = (
        f"SELECT unit_id, {sums} FROM registers_entry WHERE kind = '{KIND}'"  # noqa: S608 - names of ours # nosec B608
        " AND standing AND day BETWEEN %s AND %s AND unit_id = ANY (%s) GROUP BY 1"
    )

    def counted() -> float:
        start = time.perf_counter()
        with scope.as_system("a count shows no line to anybody"):
            tally.totals(kind, kind.feeds, span)
        return 1000 * (time.perf_counter() - start)

    mine, hand = [], []
    with psycopg.connect(site.url(COPIED_UNDER), autocommit=True) as db:
        for _ in range(times + 1):
            start = time.perf_counter()
            counted()
            middle = time.perf_counter()
            db.execute(query.encode(), [span.first, span.last, units]).fetchall()
            mine.append(middle - start)
            hand.append(time.perf_counter() - middle)
    ours, least = (1000 * statistics.median(taken[1:]) for taken in (mine, hand))
    told("totals of a province and a year, median", ours, "ms", TOLD["totals"])
    name = "totals of a province and a year"
    at_most(name, ours / least, MOST_RATIO, "minimum")
    price_of(name, price(site.url(COPIED_UNDER), counted, times))


def taken_in(site: Site, rows: int, today: datetime.date) -> None:
    """Tell of a sheet of many rows taken in by its page."""
    import resource

    from petitions_pages import signed_in
    from registers_import import least, ours, workbook

    data, unit = workbook(rows, today), unit_of_compiler()
    by_hand = least(site.url(COPIED_UNDER), data, unit)
    start = time.process_time()
    seconds = ours(signed_in("report-compiler"), data, unit)
    name = f"import of {rows} rows"
    told(name, seconds, "s", TOLD["import"] if rows >= 100_000 else None)
    told(f"{name}, time of the processor", time.process_time() - start, "s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told(f"{name}, most memory of the process", most, "MB")
    at_most(name, seconds / by_hand, MOST_RATIO, "reading and copying by hand")
    with without(site.url(COPIED_UNDER)):
        free = ours(signed_in("report-compiler"), workbook(rows, today, rows), unit)
    told(f"{name}, without row-level security", free, "s")
    at_most(f"{name}, row-level security", seconds / free, MOST_PRICE, "without")


def unit_of_compiler() -> int:
    """Return the id of the unit for which the demonstration's compiler writes."""
    from danvan.accounts.models import Membership

    found = Membership.objects.get(user__username="report-compiler")
    return int(found.unit_id)


def below(site: Site) -> list[int]:
    """Return the ids of a province's communes."""
    return ask(
        site,
        "SELECT c.id FROM orgs_unit c JOIN orgs_unit p ON p.id = c.parent_id WHERE"
        " p.code = %s AND c.kind = 'territory' AND c.valid_to IS NULL",
        PROVINCE,
    )


def ask(site: Site, sql: str, *said: object) -> list[Any]:
    """Return the first column of what the database says."""
    import psycopg

    with psycopg.connect(site.url(COPIED_UNDER)) as db:
        return [row[0] for row in db.execute(sql.encode(), said).fetchall()]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SIZES, default="small")
    options = parser.parse_args()
    count, rows, times = SIZES[options.scale]
    with open_site() as site:
        from django.utils import timezone
        from registers_rows import fill, kinds

        today = timezone.localdate()
        communes = ask(
            site,
            "SELECT id FROM orgs_unit WHERE kind = 'territory' AND level = 'commune'"
            " AND valid_to IS NULL ORDER BY (parent_id = (SELECT id FROM orgs_unit"
            " WHERE code = %s AND valid_to IS NULL)) DESC, code",
            PROVINCE,
        )
        fill(site.url(COPIED_UNDER), communes, count, today)
        told("lines", ask(site, "SELECT count(*) FROM registers_entry")[0], "count")
        told("kinds of books", len(kinds()), "count")
        told("units", len(communes), "count", 3_321)
        told("load of the machine before", os.getloadavg()[0], "processes")
        lists(site, times)
        totals(site, today.year, times)
        taken_in(site, rows, today)
        told("load of the machine after", os.getloadavg()[0], "processes")


if __name__ == "__main__":
    main()
