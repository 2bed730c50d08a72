"""Denunciations below the province, and what would give them away."""

from graphlib import TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core import data
from danvan.core.checks import rules
from danvan.core.disclosure import small

SUMS = small.sums()
CODES = sorted(data.indicators())
LETTERS = [c for c in CODES if c.startswith(("XLD", "GQ"))]


@pytest.mark.parametrize("level", ["central", "province"])
def test_a_province_publishes_its_denunciations(level):
    assert small.withheld(level, CODES) == frozenset()


@pytest.mark.parametrize("level", ["commune", "district", "body", "elsewhere"])
def test_below_the_province_nothing_counts_denunciations(level):
    assert small.secret(CODES) <= small.withheld(level, CODES)


@pytest.mark.parametrize(
    ("published", "out"),
    [
        ({"XLD05", "XLD06", "XLD08"}, {"XLD05"}),  # all less complaints less the rest
        ({"XLD06", "GQ06"}, {"GQ06"}),
        ({"GQ05", "GQ01", "TCD01"}, {"GQ05"}),
        # Eligible less beyond competence is within competence.
        ({"XLD02", "XLD06", "XLD08", "XLD09"}, {"XLD02"}),
        ({"XLD02", "XLD06", "XLD08", "XLD10", "XLD11", "XLD12"}, {"XLD02"}),
        ({"XLD01", "XLD03", "XLD06", "XLD08", "XLD09"}, {"XLD03"}),
        ({"XLD06", "GQ07"}, {"GQ07"}),  # a rate of a count with denunciations in it
        ({"TCD01", "TCD03", "TCD05"}, set()),
        ({"XLD01", "03-xld-2024:1"}, {"03-xld-2024:1"}),
    ],
)
def test_what_gives_a_denunciation_away_is_withheld(published, out):
    assert small.withheld("commune", published) == out


@given(st.sets(st.sampled_from(LETTERS)), st.sets(st.sampled_from(LETTERS)))
def test_two_editions_together_tell_no_more_than_each(one, other):
    left = {
        *(one - small.withheld("commune", one)),
        *(other - small.withheld("commune", other)),
    }
    assert not any(small.follows(code, left) for code in small.secret(CODES))


def test_all_that_may_be_published_tells_no_count_of_denunciations():
    left = set(CODES) - small.withheld("commune", CODES)

    assert not any(small.follows(code, left) for code in small.secret(CODES))
    assert {"XLD01", "XLD06", "XLD08", "GQ01"} <= left


def test_no_rate_rests_on_what_is_withheld():
    out = small.withheld("commune", CODES)
    rates = {c for c, row in data.indicators().items() if "/" in row.get("formula", "")}

    told = {
        c for c in rates - out if any(o in data.indicators()[c]["formula"] for o in out)
    }
    assert rates
    assert told == set()


@given(st.sets(st.sampled_from(CODES)))
def test_receptions_are_never_withheld(published):
    out = small.withheld("commune", published)
    assert not any(code.startswith("TCD") for code in out)


@given(st.data())
def test_a_part_left_over_follows(data):
    whole = data.draw(st.sampled_from(sorted(SUMS)))
    left = data.draw(st.sampled_from(sorted(SUMS[whole])))
    assert small.follows(left, {whole, *SUMS[whole]} - {left})


def test_every_rule_that_says_equal_is_known_to_who_would_work_it_out():
    linear = [r for r in rules.rules() if r.operator == "=" and "/" not in r.text]

    assert linear
    for rule in linear:
        whole, *rest = sorted({*rule.codes, *(f"prev:{c}" for c in rule.earlier_codes)})
        assert small.follows(whole, rest), rule.id


def test_every_sum_of_the_law_and_of_the_rules_is_a_way():
    ways = small.ways()

    assert {(whole, tuple(sorted(parts))) for whole, parts in SUMS.items()} <= set(ways)
    assert ("TCD07", ("TCD19a", "TCD19b")) in ways  # by a rule alone
    assert len(dict(ways)) < len(ways)  # some sums are made in several ways


def test_no_sum_holds_itself():
    parts = {}
    for whole, some in small.ways():
        parts.setdefault(whole, set()).update(some)

    assert list(TopologicalSorter(parts).static_order())  # raises CycleError
