"""Chains, their calendars and sheets: who owes what, to whom and by when."""

import datetime
import itertools
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Chain, Kind, NoSuchPeriod
from danvan.core.indicators import catalogue, chains
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level

CHAINS = typing.get_args(Chain)
SHEETS = chains.sheets()
OF_A_YEAR = [
    (kind, number)
    for kind in Kind
    for number in (
        range(1, {Kind.MONTH: 13, Kind.QUARTER: 5}[kind])
        if kind in {Kind.MONTH, Kind.QUARTER}
        else (0,)
    )
]
KNOWN = st.builds(
    lambda chain, year, which: (chain, year, *which),
    st.sampled_from(CHAINS),
    st.integers(min_value=2013, max_value=2040),
    st.sampled_from(OF_A_YEAR),
)
# The first day of the first whole year that every chain knows, and a day far ahead.
DAYS = st.dates(datetime.date(2022, 1, 1), datetime.date(2040, 12, 31))


def _of(chain, year, kind, number):
    try:
        return periods.of(chain, kind, year, number)
    except NoSuchPeriod:
        return None


@given(which=KNOWN)
def test_a_key_leads_back_to_its_period_in_every_chain(which):
    chain, year, kind, number = which
    period = _of(chain, year, kind, number)
    if period is not None:
        assert periods.by_key(period.key) == period
        assert period.start < period.end


@pytest.mark.parametrize("kind", [Kind.MONTH, Kind.QUARTER])
@pytest.mark.parametrize("chain", CHAINS)
@given(day=DAYS)
def test_every_day_lies_in_one_month_and_one_quarter_of_a_chain(chain, kind, day):
    of_kind = [
        period
        for year in (day.year, day.year + 1)
        for each, number in OF_A_YEAR
        if each is kind and (period := _of(chain, year, kind, number))
    ]
    known = _of(chain, day.year + 1, kind, 1) and _of(chain, day.year, kind, 1)
    if known and of_kind[0].start <= day:
        assert [p.contains(day) for p in of_kind].count(True) == 1


@pytest.mark.parametrize("chain", CHAINS)
@given(year=st.integers(min_value=2026, max_value=2040))
def test_a_year_is_its_quarters_and_a_day_of_one_is_in_it(chain, year):
    whole = _of(chain, year, Kind.YEAR, 0)
    quarters = [p for n in range(1, 5) if (p := _of(chain, year, Kind.QUARTER, n))]
    assert whole is not None
    if quarters:
        assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
        gaps = [b.start - a.end for a, b in itertools.pairwise(quarters)]
        assert set(gaps) == {datetime.timedelta(days=1)}


@given(which=KNOWN)
def test_nothing_is_due_before_it_ended(which):
    period = _of(*which)
    if period is not None:
        assert all(day > period.end for day in period.due.values())
        if "commune" in period.due:
            assert period.due["commune"] < period.due["province"]


@given(which=KNOWN)
def test_the_year_before_has_the_same_period(which):
    period = _of(*which)
    earlier = _of(which[0], which[1] - 1, *which[2:])
    if period is not None and earlier is not None:
        assert periods.a_year_before(period) == earlier
        assert earlier.end.replace(year=period.end.year) == period.end or (
            period.end.month == 2
        )


DUE = [  # what the acts say
    ("2026-q1", "2025-12-15", "2026-03-14", "2026-03-17", "2026-03-20"),
    ("2026-6m", "2025-12-15", "2026-06-14", "2026-06-17", "2026-06-20"),
    ("2026-9m", "2025-12-15", "2026-09-14", "2026-09-17", "2026-09-20"),
    ("2026-year", "2025-12-15", "2026-12-14", "2026-12-17", "2026-12-20"),
    ("g2026-year", "2025-12-15", "2026-12-14", "2026-12-15", "2026-12-31"),
    ("g2026-6m", "2025-12-15", "2026-06-14", "2026-06-15", "2026-06-30"),
    ("p2026-m2", "2026-01-15", "2026-02-14", None, None),
    ("t2026-q4", "2026-09-15", "2026-12-14", None, None),
    ("h2026-6m", "2025-12-15", "2026-06-14", None, None),
    ("f2026-year", "2025-12-15", "2026-12-14", None, None),
]


@pytest.mark.parametrize(("key", "start", "end", "commune", "province"), DUE)
def test_cut_offs_and_due_days(key, start, end, commune, province):
    def day(text):
        return text and datetime.date.fromisoformat(text)

    period = periods.by_key(key)
    assert (period.start, period.end) == (day(start), day(end))
    assert period.due.get("commune") == day(commune)
    assert period.due.get("province") == day(province)


def test_a_body_of_the_province_sends_to_it_as_a_commune_does():
    sheet, period = chains.by_id("inspectorate"), periods.by_key("2026-6m")
    assert sheet.due("department", "province", period) == datetime.date(2026, 6, 17)
    assert sheet.due("territory", "commune", period) == datetime.date(2026, 6, 17)
    assert sheet.due("territory", "province", period) == datetime.date(2026, 6, 20)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
class TestEverySheet:
    def test_asks_for_numbers_that_its_units_have(self, sheet):
        assert len(set(sheet.codes)) == len(sheet.codes)
        for code in sheet.codes:
            row = catalogue.of(code)
            assert row.has_number
            assert set(row.level) & sheet.levels

    def test_names_units_that_there_are_and_to_whom_they_send(self, sheet):
        assert sheet.unit_kinds <= set(UnitKind.values)
        assert sheet.levels <= set(Level.values)
        for level in sheet.levels:
            for kind in sheet.unit_kinds:
                assert sheet.addressee(kind, level)["vi"]
        assert set(sheet.to) <= sheet.levels | sheet.unit_kinds

    def test_is_owed_for_periods_that_its_chain_knows(self, sheet):
        year = 2024 if sheet.until else 2026
        for kind in sheet.kinds:
            number = 1 if kind in {Kind.MONTH, Kind.QUARTER} else 0
            found = _of(sheet.chain, year, kind, number)
            # Quarters of the government's chain are known since November 2025.
            assert found is not None
            assert sheet.owed_for(found)


def test_a_period_of_another_chain_is_not_owed():
    assert not chains.by_id("government").owed_for(periods.by_key("2026-6m"))
    assert not chains.by_id("districts").owed_for(periods.by_key("g2026-6m"))


def test_a_commune_sees_only_what_it_owes():
    communal = [
        sheet
        for key in (
            "2026-q2",
            "g2026-year",
            "t2026-q2",
            "p2026-m3",
            "h2026-6m",
            "f2026-6m",
        )
        for sheet in chains.of("territory", "commune", periods.by_key(key))
    ]
    ids = {sheet.id for sheet in communal}
    assert {"inspectorate", "government", "government-commune", "procedures"} <= ids
    assert not ids & {
        "government-department",
        "procedures-province",
        "council",
        "party",
    }
    codes = {code for sheet in communal for code in sheet.codes}
    assert all("commune" in catalogue.of(code).level for code in codes)


def test_only_vertical_bodies_stand_beside():
    vertical = {"police", "military", "court", "procuracy"}
    for sheet in SHEETS:
        assert sheet.beside == bool(sheet.unit_kinds & vertical)
        assert not sheet.beside or sheet.unit_kinds <= vertical


def test_each_indicator_is_asked_for_or_follows_from_others():
    for code, row in catalogue.known().items():
        asked = any(chains.asking(each) for each in catalogue.numbers(code))
        assert asked or row.formula is not None, code


def test_what_ended_is_not_asked_for_in_a_later_period():
    sheet = chains.by_id("districts")
    assert sheet.codes_for(periods.by_key("g2025-6m")) == sheet.codes
    assert sheet.codes_for(periods.by_key("g2026-6m")) == ()
