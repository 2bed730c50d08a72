"""What five real reports print goes into the books and comes out as printed."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from danvan.core.figures import number
from danvan.core.registers import feeds, load, read
from danvan.core.registers.feeds import Line

FILE = Path(__file__).with_name("five_reports.toml")
BOOKS = tomllib.loads(FILE.read_text("utf-8"))["book"]

each = pytest.mark.parametrize(
    "book", BOOKS, ids=lambda book: f"{book['kind']} {book['report']}"
)


def entries(book):
    """Each entry with the key of its unit, its edition and its reading."""
    kind = load.known()[book["kind"]]
    for line in book["lines"]:
        edition = kind.on(line["day"])
        for nth in range(line.get("times", 1)):
            unit = hash((line["level"], line["of"], nth))
            yield unit, line, edition, read.read(edition, line["values"])


@each
def test_every_line_is_taken_and_warns_only_where_the_report_is_wrong(book):
    for _, line, _, reading in entries(book):
        assert [
            p.message["vi"] for p in reading.problems if p.severity == "error"
        ] == []
        assert {p.key for p in reading.problems} == set(line.get("warns", ()))
        assert set(reading.values) == set(line["values"])


@each
def test_what_the_lines_come_to_is_what_is_printed(book):
    lines, editions = [], []
    for order, (unit, line, edition, reading) in enumerate(entries(book)):
        lines.append(Line(unit, line["day"], order, reading.values))
        editions.append(edition)
    assert len(set(map(id, editions))) == 1
    came_to = {}
    for feed in editions[0].feeds:
        found = feeds.totals(feed, lines, editions[0].subjects)
        if any(found.values()):
            assert feed.adds or len(found) == 1
            came_to[feed.id] = sum(found.values())
    assert came_to == {k: number.read(v).value for k, v in book["totals"].items()}


def test_a_level_that_counts_otherwise_is_not_added():
    """A province counts subjects, lower levels supervisions: 9 and 213 are never 222."""
    book = next(b for b in BOOKS if b["kind"] == "front-supervision")
    assert {k: Decimal(v) for k, v in book["totals"].items()} == {
        "GS01": 9,
        "GS02": 5,
        "GS03": 51,
        "GS04": 162,
    }
