"""The modified z-score of Iglewicz and Hoaglin, against a unit's own past."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.core.checks import outliers

VALUES = st.lists(st.integers(0, 10**6).map(Decimal), min_size=4, max_size=24)
WHOLE = st.integers(-(10**6), 10**6).map(Decimal)


def past(*values):
    return [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("value", "before", "asked"),
    [
        (12, past(0, 1, 2, 3, 1, 0, 2), True),
        (3, past(0, 1, 2, 3, 1, 0, 2), False),
        (3235, past(3100, 3432, 3235, 2990), False),
        (0, past(100, 104, 98, 101), True),
        (5, past(0, 0, 0, 0, 0, 1), True),
        (1, past(0, 0, 0, 1, 0, 1, 0), False),
        (4, past(5, 5, 5, 5), True),
        (5, past(5, 5, 5, 5), False),
        (10**6, past(1, 1, 1), False),
    ],
)
def test_what_is_far_from_the_units_own_past_is_asked_about(value, before, asked):
    assert outliers.asks(Decimal(value), before) is asked


def test_with_fewer_than_four_values_nothing_is_known():
    assert outliers.score(Decimal(9), past(1, 2, 3)) is None
    assert outliers.question(Decimal(9), past(1, 2, 3)) is None


def test_the_question_names_the_range_of_the_past():
    asked = outliers.question(Decimal(1200), past(0, 1, 2, 3))

    assert asked["vi"].startswith("1.200 khác xa các kỳ trước")
    assert "từ 0 đến 3 trong 4 kỳ" in asked["vi"]


@given(WHOLE, VALUES, WHOLE)
def test_moving_everything_alike_changes_nothing(value, before, by):
    moved = outliers.score(value + by, [x + by for x in before])

    assert moved == outliers.score(value, before)


@given(WHOLE, VALUES, st.integers(1, 10**4).map(Decimal))
def test_counting_in_another_unit_changes_nothing(value, before, factor):
    scaled = outliers.score(value * factor, [x * factor for x in before])

    assert round(scaled, 9) == round(outliers.score(value, before), 9)


@given(WHOLE, VALUES)
def test_the_order_of_the_past_does_not_matter(value, before):
    assert outliers.score(value, sorted(before)) == outliers.score(value, before)


@given(WHOLE, VALUES)
def test_a_value_mirrored_at_the_median_is_as_far_on_the_other_side(value, before):
    middle = sorted(before)[len(before) // 2]
    assume(len(before) % 2)

    mirrored = outliers.score(2 * middle - value, before)

    assert mirrored == -outliers.score(value, before)


@given(WHOLE, WHOLE, st.integers(4, 24))
def test_after_a_constant_past_any_other_value_asks(value, always, length):
    before = [always] * length

    assert outliers.asks(value, before) is (value != always)
