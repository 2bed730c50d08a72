"""Printed numbers in the unit of the catalogue."""

from decimal import Decimal

import pytest

from danvan.core.indicators import catalogue
from danvan.core.indicators.scaling import scaled


@pytest.mark.parametrize(
    ("printed", "scale", "unit", "measure", "amount", "step", "doubt"),
    [
        ("3.235", 1, "lượt", "visit", "3235", None, None),
        ("4.101", 1, "lượt người", "visit", "4101", None, None),
        ("29.317", 1, "lượt cán bộ", "attendance", "29317", None, None),
        ("93,10", 1, "%", "percent", "93.1", "0.01", None),
        ("100", 1, "%", "percent", "100", "1", None),
        ("4,29", 1, "%", "percentage_point", "4.29", "0.01", None),
        ("1,327", 10**9, "đồng", "billion_dong", "1.327", "0.001", None),
        ("311,749", 10**6, "đồng", "million_dong", "311.749", "0.001", None),
        ("3,6", 10**9, "đồng", "million_dong", "3600", "100", None),
        ("37,41", 10**6, "USD", "million_usd", "37.41", "0.01", None),
        ("14.100", 1, "m", "metre", "14100", "1", None),
        ("2,5", 1, "km", "metre", "2500", "100", None),
        ("23.970", 1, "m2", "square_metre", "23970", "1", None),
        ("27", 1, "đơn tố cáo", "matter", "27", None, "kind"),
        ("0,04", 1, "%", "dossier", "0.04", "0.01", "dimension"),
        ("206", 1, "hồ sơ", "percent", "206", None, "dimension"),
        ("12", 1, "", "visit", "12", None, None),
    ],
)
def test_a_printed_number_in_the_unit_of_the_catalogue(
    printed, scale, unit, measure, amount, step, doubt
):
    value = Decimal(printed.replace(".", "").replace(",", "."))
    found = scaled(value, Decimal(scale), printed, unit, measure)

    assert found.amount == Decimal(amount)
    assert found.step == (None if step is None else Decimal(step))
    assert found.doubt == doubt


def test_every_measure_of_the_catalogue_can_be_read():
    for row in catalogue.known().values():
        assert scaled(Decimal(1), Decimal(1), "1", "", row.unit).doubt is None
