"""Values from several sources: when one number can be behind them all."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators.agreement import Written, agree, gap, interval

AMOUNTS = st.decimals(-10_000, 10_000, places=3)
VALUES = st.builds(
    Written,
    AMOUNTS,
    st.sampled_from([None, Decimal("0.001"), Decimal("0.01"), Decimal(1)]),
    st.sampled_from(["", "min", "max", "approx"]),
)


@given(VALUES)
def test_a_value_agrees_with_itself(value):
    assert interval(value).holds(value.amount)
    assert agree([value, value])


@given(VALUES, VALUES)
def test_agreement_does_not_depend_on_the_order(a, b):
    assert agree([a, b]) is agree([b, a])
    assert gap([a, b]) == gap([b, a])


@given(st.lists(VALUES, max_size=4))
def test_there_is_a_gap_exactly_where_values_disagree(values):
    assert (gap(values) > 0) is not agree(values)
    assert 0 <= gap(values) <= 2


@given(AMOUNTS, AMOUNTS)
def test_exact_values_agree_only_when_they_are_equal(a, b):
    assert agree([Written(a), Written(b)]) is (a == b)


@given(AMOUNTS, st.decimals(0, 1000, places=3))
def test_a_lower_bound_agrees_with_all_that_is_not_below_it(a, more):
    assert agree([Written(a, None, "min"), Written(a + more)])


@given(st.decimals(-100, 100, places=4))
def test_a_number_agrees_with_what_it_is_printed_as(exact):
    printed = exact.quantize(
        Decimal("0.01"), "ROUND_HALF_UP" if exact >= 0 else "ROUND_HALF_DOWN"
    )
    assert agree([Written(exact), Written(printed, Decimal("0.01"))])
