"""Values as Parquet: what counts of each cell, kept up to date one change at a time."""

import datetime
import subprocess
import sys
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import exporting, valuing
from danvan.indicators.models import Period
from danvan.indicators.tests.conftest import QUARTER

NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
MONTHS = [periods.by_key(f"c2025-m{n}") for n in (1, 2, 3)]
SUM = periods.by_key("c2025-q1")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    exporting.recount.cache_clear()
    yield
    exporting.recount.cache_clear()


def say(unit, amount, *, period=QUARTER, code="TCD01", **more):
    more = {"provenance": "entered", "reason": "sửa"} | more
    return valuing.record(
        unit=unit,
        period=period,
        code=code,
        amount=Decimal(amount),
        by=system(unit.code),
        now=NOW,
        **more,
    )


def totals(unit, period=QUARTER):
    found = exporting.totals(unit, Period.objects.get(key=period.key))
    return {row["code"]: (row["amount"], row["given"]) for row in found}


def test_a_province_is_the_sum_of_what_counts(place):
    say(place.commune, 5)
    say(place.other, 7)
    say(place.commune, 6, provenance="imported")  # entered counts before it
    say(place.police, 90)

    exporting.export()

    assert totals(place.province)["TCD01"] == (12, 2)


def test_what_was_printed_of_a_place_is_not_added_to_its_units(place):
    say(place.commune, 5)
    say(place.province, 500, provenance="reported")

    exporting.export()

    assert totals(place.province)["TCD01"] == (5, 1)


def test_a_chosen_value_counts(place):
    say(place.commune, 5)
    other = say(place.commune, 6, provenance="imported")
    valuing.choose(value=other, reason="đúng", by=system("T1.1"), now=NOW)

    exporting.export()

    assert totals(place.province)["TCD01"] == (6, 1)


def test_months_come_to_a_quarter_and_a_ratio_is_that_of_the_sums(place):
    for month, late, every in zip(MONTHS, (1, 0, 1), (10, 20, 10), strict=True):
        say(place.commune, late, period=month, code="HS03")
        say(place.commune, every, period=month, code="HS01")
    # The quarter is one that is used: somebody gave something for it.
    say(place.other, 1, period=SUM, code="QT01")

    exporting.export()

    found = totals(place.province, SUM)
    assert found["HS01"] == (40, 3)
    assert found["HS05"] == (5, 3)
    assert found["QT01"] == (1, 1)


def test_a_change_is_taken_in_without_writing_the_year_anew(place, monkeypatch):
    say(place.commune, 5)
    say(place.other, 7)
    exporting.refresh()
    before = exporting.recount().store.file("totals", 2025).stat().st_mtime_ns

    say(place.commune, 8)
    first = exporting.refresh()
    say(place.other, 1)
    exporting.refresh()

    assert first
    assert totals(place.province)["TCD01"] == (9, 2)
    assert totals(place.commune)["TCD01"] == (8, 1)
    assert exporting.recount().store.file("totals", 2025).stat().st_mtime_ns == before


def test_a_value_taken_back_leaves_the_sum(place):
    say(place.commune, 5)
    value = say(place.other, 7)
    exporting.refresh()

    valuing.take_back(value=value, reason="nhầm", by=system("T1.2"), now=NOW)
    exporting.refresh()

    assert totals(place.province)["TCD01"] == (5, 1)
    assert totals(place.other) == {}


def test_nothing_new_is_nothing_done(place):
    say(place.commune, 5)
    exporting.refresh()

    assert exporting.refresh() == {}


def test_the_command_prints_what_a_unit_comes_to(place):
    say(place.commune, 5)
    out = StringIO()

    call_command("rollup", stdout=out)
    call_command("rollup", unit="T1", period=QUARTER.key, stdout=out)

    assert "2025: " in out.getvalue()
    assert "TCD01\t5\t1\n" in out.getvalue()


def test_the_command_says_what_is_missing(place):
    with pytest.raises(CommandError, match="go together"):
        call_command("rollup", unit="T1")
    with pytest.raises(CommandError):
        call_command("rollup", unit="T1", period="2031-q1")


def test_no_web_worker_imports_ibis_at_its_start():
    program = """if True:
        import django, sys
        django.setup()
        from django.urls import get_resolver
        get_resolver().url_patterns
        import danvan.indicators.jobs
        print([m for m in ("ibis", "duckdb", "pandas") if m in sys.modules])
    """

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
