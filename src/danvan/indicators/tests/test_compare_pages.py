"""The pages of comparison: who reads them, what they say, the sheet they give."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import valuing
from danvan.indicators.tests.conftest import QUARTER
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange

NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
BEFORE = periods.by_key("2024-q3")
MERGED_ON = datetime.date(2025, 7, 1)


def say(unit, amount, period=QUARTER, code="TCD01"):
    valuing.record(
        unit=unit,
        period=period,
        code=code,
        amount=Decimal(amount),
        provenance="entered",
        by=system(unit.code),
        now=NOW,
    )


@pytest.fixture
def merged(place):
    """The commune is what two others were."""
    for n, name in enumerate(("Xã Cũ Một", "Xã Cũ Hai")):
        former = Unit.objects.create(
            code=f"FT{n}",
            name=name,
            level=Level.COMMUNE,
            kind=Kind.TERRITORY,
            parent=place.province,
            valid_to=MERGED_ON - datetime.timedelta(1),
        )
        UnitChange.objects.create(
            kind=ChangeKind.MERGE,
            on=MERGED_ON,
            from_unit=former,
            to_unit=place.commune,
            share=1,
            decision="1/NQ",
        )
        if n == 0:
            say(former, 100, BEFORE)
    Unit.objects.filter(pk=place.commune.pk).update(valid_from=MERGED_ON)
    place.commune.refresh_from_db()
    say(place.commune, 250)
    return place


def address(unit, what="inspectorate", name="compare"):
    return reverse(f"indicators:{name}", args=[unit.pk, QUARTER.key, what])


def test_the_page_shows_both_ways_and_what_is_missing(merged, compiler):
    html = compiler.client.get(address(merged.commune)).content.decode()

    assert "Kỳ trước: 1/2 đơn vị cũ có số liệu" in html
    assert "Xã Cũ Hai" in html
    assert "Chưa đủ đơn vị cũ có số liệu" in html
    assert "như đã in" in html


def test_one_indicator_is_shown_over_the_years(merged, compiler):
    html = compiler.client.get(address(merged.commune, "TCD01")).content.decode()

    assert "Quý III/2025" in html
    assert "Quý III/2024" in html
    assert "<svg" in html


def test_the_sheet_has_the_same_rows(merged, compiler):
    answer = compiler.client.get(address(merged.commune, name="compare-xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["TCD01"][2] == "250"
    assert rows["TCD01"][5] == "100"


@pytest.mark.parametrize("what", ["nothing-known", "TCD99"])
def test_what_nobody_knows_is_not_found(merged, compiler, what):
    assert compiler.client.get(address(merged.commune, what)).status_code == 404


def test_a_stranger_s_unit_is_not_found(merged, compiler):
    assert compiler.client.get(address(merged.other)).status_code == 404
