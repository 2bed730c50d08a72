"""Filled sheets are read by what they say; no cell is guessed at."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators import filled_cells, filled_sheets
from danvan.core.indicators.filled_cells import Accepts, Fault

HEAD = ["Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Số liệu"]
ACCEPTS = {"TCD01": Accepts(), "TCD02": Accepts(), "CT06": Accepts(decimals=2)}


def sheet(*rows, above=(), head=HEAD, top=0, left=0):
    return ("Biểu", top, left, [*map(list, above), list(head), *map(list, rows)])


def read(*rows, formulas=None, **kwargs):
    return filled_sheets.find([sheet(*rows, **kwargs)], formulas or {})


def judged(*rows, **kwargs):
    return filled_cells.judge(read(*rows, **kwargs), ACCEPTS)


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ([["Mã biểu", "inspectorate"]], {"sheet": "inspectorate"}),
        ([["MÃ BIỂU:", "inspectorate"]], {"sheet": "inspectorate"}),
        ([["Ma bieu: inspectorate"]], {"sheet": "inspectorate"}),
        ([["Sheet code", "", "inspectorate"]], {"sheet": "inspectorate"}),
        ([["Mã đơn vị", 31135.0]], {"unit": "31135"}),
        ([["Tên đơn vị", " Xã  Hoà Bình "]], {"name": "Xã Hoà Bình"}),
        ([["Mã kỳ báo cáo"]], {"period": ""}),
    ],
)
def test_a_sheet_names_itself_however_it_is_typed(above, said):
    found = read(["TCD01", "", "", 1.0], above=above)

    assert {key: getattr(found, key) for key in said} == said


def test_columns_are_found_by_their_heads_wherever_they_stand():
    found = read([3.0, "ghi chú", "TCD01"], head=["Số liệu", "Ghi chú", "Mã chỉ tiêu"])

    (row,) = found.rows
    assert (row.code, row.value, row.column) == ("TCD01", 3.0, 0)


def test_places_count_from_the_corner_of_the_file():
    found = read(["TCD01", "", "", 1.0], top=4, left=2)

    (row,) = found.rows
    assert (row.row, row.column) == (5, 5)


def test_rows_of_words_and_sums_below_are_passed_over():
    found = read(
        ["I. Tiếp công dân", "", "", ""],
        ["TCD01", "", "", 1.0],
        ["", "TỔNG CỘNG", "", 1.0],
    )

    assert [row.code for row in found.rows] == ["TCD01"]


@pytest.mark.parametrize("grids", [[], [("A", 0, 0, [])], [("A", 0, 0, [["x"]])]])
def test_a_workbook_without_such_a_sheet_has_none(grids):
    assert filled_sheets.find(grids, {}) is None


def test_the_first_sheet_that_is_one_is_read():
    found = filled_sheets.find(
        [("Bìa", 0, 0, [["x"]]), sheet(["TCD01", 0, 0, 2.0])], {}
    )

    assert found.rows[0].value == 2.0


@pytest.mark.parametrize(
    ("value", "amount", "nothing"),
    [
        (12.0, 12, False),
        (0.0, 0, False),
        (7, 7, False),
        ("không phát sinh", 0, True),
        ("KHÔNG  PHÁT SINH.", 0, True),
        ("kps", 0, True),
    ],
)
def test_what_is_a_figure(value, amount, nothing):
    good, wrong = judged(["TCD01", "", "", value])

    assert [(one.amount, one.nothing) for one in good] == [(amount, nothing)]
    assert {one.fault for one in wrong} == {Fault.MISSING}


@pytest.mark.parametrize(
    ("code", "value", "fault"),
    [
        ("TCD01", "1.234", Fault.TEXT),
        ("TCD01", "x", Fault.TEXT),
        ("TCD01", -1.0, Fault.NEGATIVE),
        ("TCD01", 1.5, Fault.FRACTION),
        ("TCD01", 1e15, Fault.TOO_LARGE),
        ("TCD01", float("nan"), Fault.TOO_LARGE),
        ("CT06", 1.555, Fault.DECIMALS),
        ("ZZ99", 1.0, Fault.UNKNOWN),
    ],
)
def test_what_is_none(code, value, fault):
    good, wrong = judged([code, "", "", value])

    assert not good
    assert fault in {one.fault for one in wrong if one.code == code}


def test_a_formula_is_no_value_whatever_it_came_to():
    found = read(["TCD01", "", "", 5.0], formulas={"Biểu": frozenset({(1, 3)})})

    good, wrong = filled_cells.judge(found, ACCEPTS)

    assert not good
    assert wrong[0].fault is Fault.FORMULA


def test_the_second_row_of_a_code_is_told_and_the_first_stands():
    good, wrong = judged(["TCD01", "", "", 1.0], ["TCD01", "", "", 2.0])

    assert [one.amount for one in good] == [1]
    assert wrong[0].fault is Fault.TWICE


cells = st.one_of(
    st.none(),
    st.text("xđ1., -=không phátsinh", max_size=16),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.tuples(st.sampled_from([*ACCEPTS, "ZZ1", ""]), cells), max_size=12))
def test_every_code_is_taken_or_told_of(rows):
    """Nothing is lost: each code of the sheet is good once, or wrong, never neither."""
    good, wrong = judged(*([code, "", "", value] for code, value in rows))

    taken = [one.code for one in good]
    assert len(taken) == len({*taken})
    assert {*taken} | {one.code for one in wrong} >= {*ACCEPTS}
    assert all(one.amount >= 0 for one in good)


@given(st.integers(0, 10**12))
def test_whole_numbers_come_through_as_they_are(number):
    good, _wrong = judged(["TCD01", "", "", float(number)])

    assert good[0].amount == Decimal(number)


@given(st.lists(st.lists(cells, max_size=6), max_size=30))
def test_no_sheet_breaks_the_reader(rows):
    found = filled_sheets.find([("A", 0, 0, [*rows, HEAD, *rows])], {})

    if found is not None:
        filled_cells.judge(found, ACCEPTS)
