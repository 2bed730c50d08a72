"""Rounding to five, and what a reader with a solver makes of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.disclosure import lp

from danvan.core.disclosure import rounding

COUNTS = st.integers(0, 40)


@given(st.integers(0, 10**6))
def test_a_count_prints_as_a_multiple_of_five_within_two(amount):
    printed = rounding.rounded(amount)
    assert printed % 5 == 0
    assert abs(printed - amount) <= 2


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="-1"):
        rounding.rounded(-1)


@pytest.mark.parametrize(
    ("parts", "naive", "printed"),
    [((2, 2, 2, 2), 10, 5), ((7, 7), 15, 10), ((7, 7, 7, 7), 30, 25), ((3, 3), 5, 10)],
)
def test_a_sum_that_would_tell_its_parts_is_moved(parts, naive, printed):
    known = [rounding.cell(p) for p in parts]
    assert rounding.rounded(sum(parts)) == naive
    assert rounding.total(sum(parts), known).printed == printed


@given(st.lists(COUNTS, min_size=2, max_size=12))
def test_no_printed_sum_narrows_a_part(parts):
    known = [rounding.cell(p) for p in parts]
    whole = rounding.total(sum(parts), known)
    assert whole is not None
    assert whole.low <= sum(parts) <= whole.high
    for one in known:
        rest = [k for k in known if k is not one]
        assert whole.low - sum(k.high for k in rest) <= one.low
        assert whole.high - sum(k.low for k in rest) >= one.high


@given(
    st.lists(COUNTS, min_size=2, max_size=6), st.lists(COUNTS, min_size=2, max_size=6)
)
def test_what_a_printed_sum_tells_is_what_every_sum_printed_so_tells(parts, other):
    """The range named for a sum holds for each truth that prints the same."""
    known = [rounding.cell(p) for p in parts]
    others = [rounding.cell(p) for p in other]
    if [k.printed for k in known] == [k.printed for k in others]:
        one, two = rounding.total(sum(parts), known), rounding.total(sum(other), others)
        if one.printed == two.printed:
            assert (one.low, one.high) == (two.low, two.high)


def test_a_sum_of_parts_that_are_not_printed_is_a_cell():
    assert (
        rounding.table({"all": 8, "a": 2}, {"all": [("a", "b")]})["all"].printed == 10
    )


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="100"):
        rounding.table({"all": 100, "a": 1, "b": 2}, {"all": [("a", "b")]})


def test_a_sum_that_holds_itself_is_refused():
    with pytest.raises(ValueError, match="a"):
        rounding.table({"a": 1, "b": 1}, {"a": [("b",)], "b": [("a",)]})


@pytest.mark.parametrize(("top", "bottom", "said"), [(45, 50, "90"), (5, 45, "None")])
def test_a_rate_of_a_small_count_is_not_printed(top, bottom, said):
    assert str(rounding.quotient(top, bottom)) == said


def commune_table(rng, units, kinds):
    """A table of petitions by commune and kind with both margins, mostly small."""
    cells = {
        f"{u}/{k}": min(int(rng.expovariate(1 / rng.choice((1, 3, 12)))), 60)
        for u in range(units)
        for k in range(kinds)
    }
    sums = {f"{u}/all": [[f"{u}/{k}" for k in range(kinds)]] for u in range(units)}
    sums |= {f"all/{k}": [[f"{u}/{k}" for u in range(units)]] for k in range(kinds)}
    sums["all/all"] = [
        [f"{u}/all" for u in range(units)],
        [f"all/{k}" for k in range(kinds)],
    ]
    amounts = dict(cells)
    for name, (parts, *_) in sums.items():
        amounts[name] = sum(amounts[p] for p in parts)
    return cells, amounts, sums


@pytest.mark.parametrize("seed", range(25))
def test_a_solver_pins_no_small_cell(seed):
    """P1: none is pinned, at most one in a hundred is known to within one."""
    rng = random.Random(seed)  # noqa: S311
    cells, amounts, sums = commune_table(rng, rng.randint(3, 12), rng.randint(2, 5))
    known = rounding.table(amounts, sums)
    low = {n: k.low for n, k in known.items()}
    high = {n: k.high for n, k in known.items()}
    small = [n for n, amount in cells.items() if amount < 5]
    printed = {n: k.printed for n, k in known.items()}
    found = lp.ranges(printed, sums, low, high, small)
    for name, (least, most) in found.items():
        assert least <= cells[name] + 1e-6
        assert cells[name] - 1e-6 <= most
    widths = [most - least for least, most in found.values()]
    assert min(widths) > 0.5
    assert sum(w <= 1.01 for w in widths) <= 0.01 * len(widths)


def test_exact_margins_would_have_pinned_cells():
    """The audit sees what it is there to see: suppression alone lets cells be known."""
    rng = random.Random(3)  # noqa: S311
    cells, amounts, sums = commune_table(rng, 6, 3)
    shown = {n: a for n, a in amounts.items() if n in sums or a == 0 or a > 4}
    small = [n for n in cells if n not in shown]
    low = {**shown, **dict.fromkeys(small, 1)}
    high = {**shown, **dict.fromkeys(small, 4)}
    found = lp.ranges(shown, sums, low, high, small)
    assert any(most - least < 0.5 for least, most in found.values())


def test_printed_margins_stay_near_the_true_ones():
    """P3: a printed sum is within 4 of the true one, so near the official report."""
    rng = random.Random(5)  # noqa: S311
    _, amounts, sums = commune_table(rng, 30, 5)
    known = rounding.table(amounts, sums)
    assert known["all/all"].printed == rounding.rounded(amounts["all/all"])
    assert all(abs(one.printed - amounts[name]) <= 4 for name, one in known.items())
