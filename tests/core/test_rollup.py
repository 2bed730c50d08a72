"""Rolling up: sums over units and time, ratios anew, empty is not zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.rollup.rollup import Total, filled_in, over_time, roll_up
from danvan.core.rollup.rules import in_order, needed, of, work_out

# Country, province, three communes, the province's police and a department of it.
PARENTS = {
    "VN": None,
    "P": "VN",
    "a": "P",
    "b": "P",
    "c": "P",
    "police": "P",
    "department": "P",
}
RULES = {
    "received": of("flow"),
    "open": of("stock"),
    "planned": of("plan"),
    "late": of("flow"),
    "rate": of("ratio", "100 * late / received"),
    "both": of("flow", "received + late"),
    "members": of("range"),
    "more": of("derived", "received - prev(received)"),
}
AMOUNTS = st.none() | st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)
VALUES = st.dictionaries(
    st.tuples(
        st.sampled_from([*PARENTS]), st.sampled_from(["received", "open", "late"])
    ),
    AMOUNTS,
)


def rolled(values, **more):
    exact = {k: None if v is None else Decimal(v) for k, v in values.items()}
    more = {"beside": {"police"}, "expected": {"a", "b", "c"}} | more
    return roll_up(exact, PARENTS, RULES, **more)


@pytest.mark.parametrize(
    ("values", "unit", "code", "value", "given_", "expected"),
    [
        ({("a", "received"): 5, ("b", "received"): 7}, "P", "received", 12, 2, 3),
        ({("a", "received"): 5, ("b", "received"): 7}, "VN", "received", 12, 2, 3),
        ({("a", "received"): 5}, "a", "received", 5, 1, 1),
        # Empty is not zero: nothing below, nothing above; a zero is one.
        ({}, "P", "received", None, 0, 3),
        ({("a", "received"): None}, "P", "received", None, 0, 3),
        ({("a", "received"): 0}, "P", "received", 0, 1, 3),
        # What a place did itself counts with what is below it.
        ({("P", "received"): 2, ("a", "received"): 5}, "P", "received", 7, 1, 3),
        ({("department", "received"): 2}, "P", "received", 2, 0, 3),
        # Vertical bodies stand beside.
        ({("police", "received"): 9, ("a", "received"): 5}, "P", "received", 5, 1, 3),
        ({("police", "received"): 9}, "police", "received", 9, 0, 0),
        # Stocks and plans add over units.
        ({("a", "open"): 3, ("c", "open"): 4}, "P", "open", 7, 2, 3),
        ({("a", "planned"): 3, ("c", "planned"): 4}, "P", "planned", 7, 2, 3),
        # A ratio of a place is that of its sums: 2 of 40, not the mean of 10 % and 3.3 %.
        (
            {
                ("a", "received"): 10,
                ("a", "late"): 1,
                ("b", "received"): 30,
                ("b", "late"): 1,
            },
            *("P", "rate", 5, 2, 3),
        ),
        ({("a", "late"): 1}, "P", "rate", None, 0, 3),
        ({("a", "late"): 1, ("a", "received"): 0}, "P", "rate", None, 1, 3),
        # A ratio without parts is what its own unit stated, and nobody else's.
        ({("a", "rate"): 50}, "a", "rate", 50, 1, 1),
        ({("a", "rate"): 50}, "P", "rate", None, 0, 3),
        ({("a", "members"): 7}, "P", "members", None, 0, 1),
        # A flow that follows is worked out where it was not given, then added.
        (
            {("a", "received"): 10, ("a", "late"): 1, ("b", "both"): 3},
            *("P", "both", 14, 2, 3),
        ),
        # Of a unit that is not in the tree nothing goes anywhere.
        ({("elsewhere", "received"): 9}, "VN", "received", None, 0, 3),
    ],
)
def test_rolls_up(values, unit, code, value, given_, expected):
    total = rolled(values)[unit, code]

    assert (total.value, total.given, total.expected) == (value, given_, expected)


def test_a_ratio_says_when_its_parts_come_from_different_units():
    values = {("a", "late"): 1, ("a", "received"): 10, ("b", "received"): 30}

    total = rolled(values)["P", "rate"]

    assert total == Total(Decimal("2.500000"), 1, 3, uneven=True)
    assert not total.complete


def test_a_change_is_worked_out_from_the_totals_of_the_year_before():
    before = rolled({("a", "received"): 10, ("b", "received"): 5})

    now = rolled({("a", "received"): 12}, earlier=before)

    assert now["P", "more"].value == -3


def test_without_a_list_the_units_with_nothing_below_are_expected():
    found = roll_up({}, PARENTS, RULES, beside={"police"})

    assert found["P", "received"].expected == 4


@given(VALUES)
def test_the_sum_of_the_parts_is_the_whole(values):
    below = [
        value
        for (unit, code), value in values.items()
        if code == "received" and value is not None and unit not in {"police", "VN"}
    ]

    total = rolled(values)["P", "received"].value

    assert total == (sum(below) if below else None)


@given(VALUES)
def test_never_more_units_gave_than_were_expected(values):
    assert all(
        total.given <= total.expected
        for (_, code), total in rolled(values).items()
        if RULES[code].adds
    )


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_adding_over_units_first_or_over_time_first_is_the_same(months):
    flows = {"received": of("flow"), "late": of("flow")}
    first = over_time([roll_up(month, PARENTS, flows) for month in months], flows)

    together = {}
    for month in months:
        for key, value in month.items():
            if value is not None:
                together[key] = together.get(key, Decimal(0)) + value
    second = roll_up(together, PARENTS, flows)

    assert {k: t.value for k, t in first.items()} == {
        k: t.value for k, t in second.items()
    }


def test_over_time_flows_add_and_stocks_stand_as_at_the_end():
    months = [
        rolled({("a", "received"): 5, ("a", "open"): 3, ("a", "planned"): 8}),
        rolled({("a", "received"): 7, ("a", "open"): 4}),
    ]

    year = over_time(months, RULES)

    assert year["P", "received"] == Total(Decimal(12), 2, 6)
    assert year["P", "open"] == Total(Decimal(4), 1, 3)
    assert year["P", "planned"].value is None


def test_over_time_a_ratio_is_that_of_the_sums():
    months = [
        rolled({("a", "received"): 10, ("a", "late"): 1}),
        rolled({("a", "received"): 90, ("a", "late"): 0}),
    ]

    assert over_time(months, RULES)["P", "rate"].value == 1


def test_what_is_divided_by_nothing_or_too_large_is_not_worked_out():
    quotient = of("ratio", "100 * a / b").formula

    for a, b in [(1, 0), (1, -1), (None, 1), (10**12, 10**12), (10**13, 1)]:
        values = {"a": a if a is None else Decimal(a), "b": Decimal(b)}
        assert work_out(quotient, values, {}) is None


def test_formulas_stand_after_what_they_need():
    chain = {
        "c": of("ratio", "b / a"),
        "b": of("derived", "a - d"),
        "loop": of("derived", "loop + a"),
    }

    assert in_order(chain) == ("b", "c", "loop")
    assert needed(["c"], chain) == {"a", "b", "c", "d"}


def test_a_given_value_is_not_worked_out_again():
    values = {("a", "both"): Decimal(3), ("a", "received"): Decimal(9)}

    assert filled_in(values, RULES)["a", "both"] == 3
