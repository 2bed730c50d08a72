"""What entries come to: sums add, counts count, of a state only the last line stands."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from danvan.core.registers import feeds, load
from danvan.core.registers.feeds import Line

MEETINGS = load.known()["voters-meetings"].latest
RURAL = load.known()["new-rural-criteria"].on(datetime.date(2017, 12, 31))
NOW = load.known()["new-rural-criteria"].latest
DAY = datetime.date(2026, 5, 4)


def feed(edition, name):
    return next(f for f in edition.feeds if f.id == name)


def commune(unit, met, *, day=DAY, order=0):
    return Line(unit, day, order, {"met": Decimal(met), "recognised": "no"})


def test_a_commune_counts_by_its_last_line_only():
    lines = [commune(1, 19), commune(1, 17, day=DAY + datetime.timedelta(9))]
    assert feeds.totals(feed(RURAL, "NTM02"), lines) == {}
    assert feeds.totals(feed(RURAL, "NTM04"), lines) == {1: Decimal(1)}


def test_of_two_lines_of_one_day_the_later_made_stands():
    lines = [commune(1, 19, order=2), commune(1, 4, order=1)]
    assert feeds.totals(feed(RURAL, "NTM02"), lines) == {1: Decimal(1)}


def test_a_unit_without_the_number_is_left_out_and_not_zero():
    lines = [Line(1, DAY, 0, {"meetings": Decimal(2)})]
    assert feeds.totals(feed(MEETINGS, "TX02"), lines) == {}


def test_a_commune_is_grouped_by_the_basic_set_alone():
    basic = {"set": "basic", "criteria": Decimal(19), "met": Decimal(19)}
    advanced = basic | {"set": "advanced", "met": Decimal(12), "recognised": "yes"}
    lines = [Line(1, DAY, n, v) for n, v in enumerate((basic, advanced))]
    found = {f.id: feeds.totals(f, lines, NOW.subjects) for f in NOW.feeds}
    assert found["NTM02"] == found["NTM01"] == {1: Decimal(1)}
    assert found["NTM05"] == {}
    assert found["so/new-rural-criteria:advanced"] == {1: Decimal(1)}


LINES = st.lists(
    st.builds(
        commune,
        st.integers(1, 5),
        st.integers(0, 19),
        day=st.dates(DAY, DAY + datetime.timedelta(60)),
        order=st.integers(0, 10**6),
    )
)


@given(LINES)
def test_every_commune_stands_in_exactly_one_group(lines):
    groups = [feeds.totals(feed(RURAL, f"NTM0{n}"), lines) for n in (2, 4, 5, 6, 7)]
    total = feeds.totals(feed(RURAL, "NTM01"), lines)
    assert sum(sum(g.values()) for g in groups) == sum(total.values())
    assert sum(total.values()) == len({line.unit for line in lines})


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 10**6))))
def test_the_parts_of_a_sum_add_up_to_the_whole(pairs):
    lines = [Line(u, DAY, i, {"people": Decimal(n)}) for i, (u, n) in enumerate(pairs)]
    found = feeds.totals(feed(MEETINGS, "TX02"), lines)
    assert sum(found.values()) == sum(n for _, n in pairs)
