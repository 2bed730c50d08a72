"""Indicators are counted from the lines of the books."""

import datetime
import uuid
from decimal import Decimal

import pytest

from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.registers import load
from danvan.indicators import sources
from danvan.orgs.models import Kind, Level, Unit
from danvan.registers import services
from danvan.registers.models import Source

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture
def commune(db):
    """A commune that met its voters once."""
    unit = Unit.objects.create(
        code="T-1", name="Xã Thử", level=Level.COMMUNE, kind=Kind.TERRITORY
    )
    services.enter(
        kind=load.known()["voters-meetings"],
        unit=unit,
        day=datetime.date(2026, 5, 14),
        written={
            "meetings": "2",
            "people": "120",
            "opinions": "9",
            "answered_on_spot": "5",
            "passed_on": "4",
        },
        key=uuid.uuid4(),
        source=Source.FORM,
        by=system("T-1"),
        now=NOW,
    )
    return unit


@pytest.mark.parametrize(("code", "value"), [("TX01", 2), ("TX02", 120), ("TX05", 4)])
def test_an_indicator_is_counted_by_unit(commune, code, value):
    year = periods.by_key("2026-year")

    assert sources.of_indicator(code, year) == {commune.pk: Decimal(value)}
    assert sources.of_indicator(code, year, []) == {}


def test_a_code_that_nobody_counts_is_empty(commune):
    assert sources.of_indicator("ZZ99", periods.by_key("2026-year")) == {}


def test_the_lines_behind_an_indicator_are_for_who_may_see_them(commune):
    year = periods.by_key("2026-year")
    seat = Seat(commune.pk, commune.code, Role.REPORT_COMPILER)
    compiler = Viewer("x", "Cán bộ", (seat,))

    (line,) = sources.behind_indicator("TX01", year, [commune.pk], compiler)

    assert line.url.startswith("/registers/entries/")
    stranger = Viewer("y", "Người khác")
    assert not sources.behind_indicator("TX01", year, [commune.pk], stranger)
