"""docs/registers.md and docs/how-to/add-a-register.md say what the data say."""

import datetime
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from danvan.core import data
from danvan.core.registers import coverage, feeds, load, read
from danvan.core.registers.feeds import Line
from danvan.core.registers.handbook import page

DOCS = Path(__file__).resolve().parents[3] / "docs"
HOW_TO = (DOCS / "how-to/add-a-register.md").read_text("utf-8")
BLOCKS = [tomllib.loads(b) for b in re.findall(r"```toml\n(.+?)```", HOW_TO, re.S)]


def test_the_page_is_as_script_registers_writes_it():
    assert (DOCS / "registers.md").read_text("utf-8") == page()


@pytest.mark.parametrize("kind", load.known().values(), ids=load.known())
def test_each_book_has_a_chapter_with_its_fields_and_feeds(kind):
    chapter = page().split(f"### {kind.id}\n")[1].split("\n###")[0]
    assert kind.name["vi"] in chapter
    for field in kind.fields:
        assert f"| `{field.key}` |" in chapter
    for feed in kind.feeds:
        assert f"| `{feed}` |" in chapter


def test_what_was_not_read_is_marked():
    grounds = [g for k in load.known().values() for e in k.editions for g in e.grounds]
    unsure = [ground for ground in grounds if not ground.certain]
    chapters = page().split("## Spreading the word")[1]
    assert chapters.count("(**to be confirmed**)") == len(unsure)


def test_every_indicator_that_a_book_feeds_is_listed():
    """A register that stops feeding an indicator shows here."""
    table = page().split("## What the books feed")[1]
    fed = [code for code in data.indicators() if coverage.books(code)]
    whole = [code for code in fed if code[-1].isdigit()]
    assert len(whole) == 125
    assert re.findall(r"^\| `(\w+)`", table, re.M) == whole


def test_the_book_of_the_how_to_is_read_and_counts_without_python():
    table, example = BLOCKS
    kind = load.kind_of(table)
    edition, day = kind.latest, datetime.date(2026, 5, 4)
    assert kind.id not in load.known()

    readings = [read.read(edition, line) for line in example["lines"]]

    assert all(reading.is_good for reading in readings)
    assert sum(len(r.problems) for r in readings) == example["warnings"]
    lines = [Line(1, day, n, r.values) for n, r in enumerate(readings)]
    totals = {f.id: feeds.totals(f, lines)[1] for f in edition.feeds}
    assert totals == {k: Decimal(v) for k, v in example["totals"].items()}
