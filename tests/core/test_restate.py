"""Restating: a merger adds, a division is never guessed at, nothing gets lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.rollup.restate import Restated, restate

CODES = st.sampled_from("abcdef")
VALUES = st.dictionaries(
    CODES, st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=6
)
# Shares in hundredths, so that they add up without rounding.
SHARES = st.lists(
    st.tuples(
        st.sampled_from("uvwxyz"),
        st.none() | st.integers(1, 25).map(lambda n: Decimal(n) / 100),
    ),
    max_size=4,
)
SUCCESSORS = st.dictionaries(CODES, SHARES, max_size=6)


@pytest.mark.parametrize(
    ("values", "successors", "restated"),
    [
        ({"a": 5}, {}, Restated({"a": 5}, {})),
        ({"a": 5}, {"a": [("x", 1)]}, Restated({"x": 5}, {})),
        ({"a": 5, "x": 2}, {"a": [("x", 1)]}, Restated({"x": 7}, {})),
        ({"a": 5}, {"a": []}, Restated({}, {"a": 5})),
        ({"a": 5}, {"a": [("x", None), ("y", None)]}, Restated({}, {"a": 5})),
        (
            {"a": 8},
            {"a": [("x", "0.25"), ("y", "0.75")]},
            Restated({"x": 2, "y": 6}, {}),
        ),
        ({"a": 8}, {"a": [("x", "0.25")]}, Restated({"x": 2}, {"a": 6})),
        ({"a": 8}, {"a": [("x", "0.25"), ("y", None)]}, Restated({}, {"a": 8})),
    ],
)
def test_restates(values, successors, restated):
    exact = {
        code: [
            (heir, None if share is None else Decimal(share)) for heir, share in heirs
        ]
        for code, heirs in successors.items()
    }
    assert restate({c: Decimal(v) for c, v in values.items()}, exact) == restated


@given(VALUES, SUCCESSORS)
def test_the_total_stays_what_it_was(values, successors):
    restated = restate(values, successors)
    total = sum(restated.values.values()) + sum(restated.unplaced.values())
    assert total == sum(values.values())


@given(VALUES)
def test_a_merger_is_the_sum_of_its_parts(values):
    merged = restate(values, {code: [("x", Decimal(1))] for code in values})
    assert merged == Restated({"x": sum(values.values())}, {})


@given(VALUES)
def test_units_that_still_stand_keep_their_values(values):
    assert restate(values, {}) == Restated(values, {})


@given(VALUES, SUCCESSORS)
def test_only_ended_units_are_left_unplaced(values, successors):
    assert restate(values, successors).unplaced.keys() <= successors.keys()
