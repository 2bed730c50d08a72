"""What follows from other indicators is worked out, and empty is not zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators import catalogue, formula

PRINTED = [  # what the reports print of these values
    ("GQ02", {"GQ01": 150, "XLD06": 156}, "96.15"),
    ("GQ04", {"GQ03": 27, "XLD07": 29}, "93.10"),
    ("GQ05", {"GQ01": 150, "GQ03": 27}, "177"),
    ("GQ06", {"XLD06": 156, "XLD07": 29}, "185"),
    ("GQ07", {"GQ01": 150, "GQ03": 27, "XLD06": 156, "XLD07": 29}, "95.68"),
    ("GQ09", {"GQ08": 798, "XLD08": 798}, "100"),
    ("HS05", {"HS03": 85, "HS01": 20985}, "0.41"),
    ("HS06", {"HS02": 20900, "HS03": 85}, "99.59"),
    ("DVK08", {"DVK03": 2391, "DVK02": 2642}, "90.50"),
    ("DVK09", {"DVK03": 2391, "DVK02": 2642}, "251"),
    ("HT10", {"HT10a": "30.693", "HT10b": "37.41"}, "82.04"),
    ("HT09", {"HT09a": "173.201", "HT09b": "199.494"}, "86.82"),
]
AMOUNTS = st.decimals(min_value=1, max_value=10**6, places=2)


def _values(row):
    return {code: Decimal(amount) for code, amount in row.items()}


@pytest.mark.parametrize(("code", "row", "expected"), PRINTED, ids=lambda x: str(x)[:6])
def test_a_formula_comes_to_what_the_reports_should_print(code, row, expected):
    found = formula.work_out(code, _values(row))
    assert found is not None
    assert found.quantize(Decimal("0.01")) == Decimal(expected).quantize(
        Decimal("0.01")
    )


def test_a_change_is_against_the_same_period_of_the_year_before():
    this, last = _values({"TCD01": 3235}), _values({"TCD01": 3432})
    assert formula.work_out("TCD14", this, last) == -197
    assert formula.work_out("TCD14", this) is None
    assert formula.earlier_inputs("TCD14") == {"TCD01"}


@pytest.mark.parametrize("code", formula.order())
def test_nothing_follows_from_nothing(code):
    assert formula.work_out(code, {}, {}) is None


@pytest.mark.parametrize("code", formula.order())
@given(amounts=st.data())
def test_an_empty_input_leaves_what_follows_empty(code, amounts):
    inputs = sorted(formula.inputs(code))
    empty = amounts.draw(st.sampled_from(inputs))
    values = {name: amounts.draw(AMOUNTS) for name in inputs if name != empty}
    assert formula.work_out(code, values, values) is None


@given(rows=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=2, max_size=6))
def test_a_ratio_of_a_sum_lies_between_the_ratios_and_is_not_their_average(rows):
    sums = {"GQ01": sum(a for a, _ in rows), "XLD06": sum(b for _, b in rows)}
    each = [formula.work_out("GQ02", {"GQ01": a, "XLD06": b}) for a, b in rows]
    whole = formula.work_out("GQ02", sums)
    nearly = Decimal("1e-20")
    assert min(each) * (1 - nearly) <= whole <= max(each) * (1 + nearly)


@given(settled=AMOUNTS)
def test_nothing_is_divided_by_zero(settled):
    values = {"GQ01": settled, "XLD06": Decimal(0)}
    assert formula.work_out("GQ02", values) is None


def test_an_empty_input_with_a_formula_is_worked_out_first():
    this = _values({"AS12a": 10, "AS12b": 100})
    last = _values({"AS12a": 30, "AS12b": 100})
    assert formula.work_out("AS13", this, last) == 20


def test_without_a_formula_it_is_the_value_given():
    assert formula.work_out("TCD01", _values({"TCD01": 7})) == 7
    assert formula.work_out("TCD01", {}) is None
    with pytest.raises(KeyError):
        formula.work_out("NO99", {})


def test_formulas_come_in_an_order_that_can_be_followed():
    done = set()
    for code in formula.order():
        needed = {c for c in formula.inputs(code) if catalogue.of(c).formula}
        assert needed <= done
        done.add(code)
