"""Sheets: heads that reach over columns, text that stays text."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.writers import xlsx

HEADS = [
    xlsx.Head("Đơn vị", 0, 0, 2, 1),
    xlsx.Head("Tiếp thường xuyên", 0, 1, 1, 2),
    xlsx.Head("Lượt", 1, 1),
    xlsx.Head("Người", 1, 2),
]


def sheet(rows, above=("Biểu số: 01/TCD",)):
    data = xlsx.table(
        name="01-TCD", above=above, heads=HEADS, codes=["MS", "1=2", "2"], rows=rows
    )
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_the_head_the_codes_and_the_rows_stand_in_order():
    found = sheet([("Xã A", [Decimal(3), None])])
    rows = [[cell.value for cell in row] for row in found.iter_rows(min_row=3)]

    assert rows == [
        ["Đơn vị", "Tiếp thường xuyên", None],
        [None, "Lượt", "Người"],
        ["MS", "1=2", "2"],
        ["Xã A", 3, None],
    ]
    assert {str(area) for area in found.merged_cells.ranges} == {"A3:A4", "B3:C3"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "http://x", "007"])
def test_what_looks_like_a_formula_stays_text(text):
    found = sheet([(text, [text, text])], above=[text])

    cells = [cell for row in found.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@settings(max_examples=30, deadline=None)
@given(st.text(), st.integers(0, 10**20))
def test_any_text_and_any_number_can_be_written(text, number):
    found = sheet([(text, [text, Decimal(number)])])

    assert int(found.cell(row=found.max_row, column=3).value) == number


def test_the_same_rows_make_the_same_bytes() -> None:
    made = [
        xlsx.table(
            name="a", above=(), heads=[xlsx.Head("h", 0, 0)], codes=["A"], rows=[]
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as parts:
        assert b"2000-01-01T00:00:00Z" in parts.read("docProps/core.xml")
