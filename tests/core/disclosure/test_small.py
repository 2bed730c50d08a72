"""Denunciations below the province, and what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.disclosure import small

SUMS = small.sums()
CODES = sorted({*SUMS, *(p for parts in SUMS.values() for p in parts), "GQ07"})


@pytest.mark.parametrize("level", ["central", "province"])
def test_a_province_publishes_its_denunciations(level):
    assert small.withheld(level, CODES, SUMS) == frozenset()


@pytest.mark.parametrize("level", ["commune", "district", "elsewhere"])
def test_below_the_province_nothing_counts_denunciations(level):
    assert small.secret(CODES) <= small.withheld(level, CODES, SUMS)


@pytest.mark.parametrize(
    ("published", "out"),
    [
        ({"XLD05", "XLD06", "XLD08"}, {"XLD05"}),  # all less complaints less the rest
        ({"XLD05", "XLD06"}, set()),
        ({"XLD06", "GQ06"}, {"GQ06"}),
        ({"XLD05", "GQ06", "XLD08"}, set()),
        ({"GQ05", "GQ01", "TCD01"}, {"GQ05"}),
        ({"XLD06", "GQ07"}, {"GQ07"}),  # a rate of a count with denunciations in it
        ({"TCD01", "TCD03", "TCD05"}, set()),
        ({"XLD01", "03-xld-2024:1"}, {"03-xld-2024:1"}),
    ],
)
def test_what_gives_a_denunciation_away_is_withheld(published, out):
    assert small.withheld("commune", published, SUMS) == out


@given(st.sets(st.sampled_from(CODES)))
def test_no_count_of_denunciations_follows_from_what_a_commune_publishes(published):
    left = published - small.withheld("commune", published, SUMS)
    assert not any(small.follows(code, left, SUMS) for code in small.secret(CODES))


@given(st.sets(st.sampled_from(CODES)))
def test_receptions_are_never_withheld(published):
    out = small.withheld("commune", published, SUMS)
    assert not any(code.startswith("TCD") for code in out)


@given(st.data())
def test_a_part_left_over_follows(data):
    whole = data.draw(st.sampled_from(sorted(SUMS)))
    left = data.draw(st.sampled_from(sorted(SUMS[whole])))
    assert small.follows(left, {whole, *SUMS[whole]} - {left}, SUMS)
