"""The days off by name: whole, and as two other sources have them."""

import datetime

import holidays as package
import pytest

from danvan.core.calendar import holidays
from danvan.core.data import load_toml

D = datetime.date
CALENDAR = holidays.known()
YEARS = list(CALENDAR.known)
# The package has this day worked; decision 12729/VPCP-KGVX swapped it for 10/1/2026.
NOT_IN_THE_PACKAGE = {D(2026, 1, 2)}


@pytest.mark.parametrize("year", YEARS)
def test_the_weekdays_off_are_those_of_the_package(year):
    theirs = {d for d in package.country_holidays("VN", years=year) if d.year == year}
    ours = {d for d in CALENDAR.holidays if d.year == year}
    assert {d for d in ours ^ theirs if d.weekday() < 5} <= NOT_IN_THE_PACKAGE


def test_every_decision_of_the_office_calendar_is_in_the_days_by_name():
    for decision in load_toml("calendar.toml")["decision"]:
        assert set(decision["off"]) <= CALENDAR.holidays, decision["reason"]
        assert set(decision["work"]) <= CALENDAR.makeup, decision["reason"]


def test_every_day_has_a_name_in_both_languages():
    assert CALENDAR.names.keys() == CALENDAR.holidays | CALENDAR.makeup
    assert all(name["vi"] and name["en"] for name in CALENDAR.names.values())


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_its_statutory_days(year):
    """Labour Code 2012, article 115 (10 days); 2019, article 112 (11 days)."""
    named = [n["en"] for d, n in CALENDAR.names.items() if d.year == year]
    assert named.count("New Year's Day") == 1
    assert named.count("Lunar New Year") >= 5
    assert named.count("National Day") == (2 if year >= 2021 else 1)
    assert named.count("Vietnam Culture Day") == (year >= 2026)
    assert {"Reunification Day", "International Labour Day"} <= set(named)
    assert "Hung Kings' Commemoration Day" in named


@pytest.mark.parametrize("year", YEARS)
def test_tet_is_a_week_without_a_working_day_around_the_first_lunar_day(year):
    tet = sorted(
        d
        for d, n in CALENDAR.names.items()
        if n["en"] == "Lunar New Year" and d.year == year
    )
    span = [tet[0] + datetime.timedelta(i) for i in range((tet[-1] - tet[0]).days + 1)]
    assert not any(CALENDAR.is_working(day) for day in span)
    assert sum(day.weekday() < 5 for day in span) == 5


def test_a_make_up_day_is_a_saturday_for_a_weekday():
    assert len(CALENDAR.makeup) == 6
    for day in CALENDAR.makeup:
        given = D(*map(int, CALENDAR.names[day]["en"].split()[-1].split("/")[::-1]))
        assert day.weekday() == 5
        assert given in CALENDAR.holidays
        assert given.weekday() < 5


def test_the_years_that_may_still_change_are_marked():
    assert holidays.confirmed_years() == {2024, 2025, 2026}


def test_a_table_of_reasons_gets_names_in_both_languages():
    off = {D(2026, 2, 17): "Mùng một", D(2028, 1, 1): "Tết Tây"}
    names = holidays.names_for(off, {D(2026, 8, 22): "Làm bù"})
    assert names[D(2026, 2, 17)]["en"] == "Lunar New Year"
    assert names[D(2028, 1, 1)] == {"vi": "Tết Tây", "en": "Tết Tây"}
    assert names[D(2026, 8, 22)]["en"] == "worked for 31/08/2026"


def test_a_day_that_an_office_turned_round_keeps_the_reason_of_the_office():
    names = holidays.names_for(
        {D(2026, 8, 22): "Bỏ làm bù"}, {D(2026, 8, 31): "Đi làm"}
    )
    assert names[D(2026, 8, 22)]["vi"] == "Bỏ làm bù"
    assert names[D(2026, 8, 31)]["vi"] == "Đi làm"
