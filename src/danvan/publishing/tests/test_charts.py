"""Charts and the map: the same numbers as the tables, and every province in its place."""

import datetime
from decimal import Decimal

import pytest

from danvan.core import data
from danvan.publishing import charts
from danvan.publishing.public import Figure


def figure(unit, amount, end=datetime.date(2026, 3, 14), period="2026-q1"):
    return Figure(
        *(unit, f"Nơi {unit}", "province", "TCD01", period),
        *(end - datetime.timedelta(days=89), end, str(amount), Decimal(amount)),
        *("", "counted"),
    )


def test_the_map_has_every_province_of_today_and_no_other():
    rows = data.open_text("units/current.csv").splitlines()[1:]
    today = {r.split(",")[0] for r in rows if r.split(",")[2] == "province"}

    assert set(charts._outlines()["today"]) == today
    assert len(charts._outlines()["before"]) == 63


def test_the_map_shows_hoang_sa_and_truong_sa():
    drawn = charts.provinces("Tiếp công dân", [figure("P48", 5), figure("P56", 40)])
    names = {islands.name: islands.shade for islands in drawn.islands}

    assert any("Hoàng Sa" in name for name in names)
    assert any("Trường Sa" in name for name in names)
    assert sorted(set(names.values())) == [0, 2, 4]  # in the shade of their province


def test_no_name_of_the_islands_is_cut_by_the_edge():
    drawn = charts.provinces("x", [figure("P48", 5)])

    for islands in drawn.islands:
        half = 3.2 * len(islands.name)  # letters of 11 pixels, half of them
        assert half < islands.x < drawn.width - half


def test_shades_follow_the_numbers():
    amounts = {"P01": 10, "P04": 20, "P08": 30, "P11": 40}
    drawn = charts.provinces("x", [figure(u, a) for u, a in amounts.items()])
    shades = {area.name: area.shade for area in drawn.areas if area.name}

    assert [shades[f"Nơi {u}"] for u in amounts] == [1, 2, 3, 4]
    assert sum(area.shade == 0 for area in drawn.areas) == 30


def test_figures_of_before_the_merger_stand_on_the_map_of_then():
    old = figure("FP84", 4101, datetime.date(2017, 12, 14), "g2017-year")
    drawn = charts.provinces("x", charts.mapped([old]))

    assert len(drawn.areas) == 63
    assert [a.text for a in drawn.areas if a.name] == ["4101"]


def test_the_period_that_most_provinces_have_is_mapped():
    old = [figure("P01", n, datetime.date(2025, 12, 14), "2025-year") for n in (1,)]
    new = [figure("P01", 5), figure("P04", 10)]

    assert charts.mapped([*old, *new, figure("C31135", 5)]) == new


@pytest.mark.parametrize("pairs", [[], [("a", 5)], [("a", 0), ("b", 0)]])
def test_a_chart_that_says_nothing_is_not_drawn(pairs):
    assert charts.bars("x", [(name, figure("P1", n)) for name, n in pairs]) is None


def test_bars_are_as_long_as_their_numbers():
    chart = charts.bars("x", [("a", figure("P1", 100)), ("b", figure("P1", 50))])

    assert [bar.text for bar in chart.bars] == ["100", "50"]
    assert chart.bars[0].width == 2 * chart.bars[1].width
