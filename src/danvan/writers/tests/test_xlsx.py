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


def one(name, below=()):
    return xlsx.Sheet(
        name, ["Phụ lục"], HEADS, ["MS", "1", "2"], [("Xã", [1, 2])], below
    )


def test_a_workbook_has_its_sheets_in_order_and_numbers_those_of_one_name():
    long = "a" * 31
    names = ["01-TCD", "01-XLD", "01-tcd", "01-TCD", long, long]

    book = openpyxl.load_workbook(io.BytesIO(xlsx.workbook([*map(one, names)])))

    assert book.sheetnames == [
        *("01-TCD", "01-XLD", "01-tcd (2)", "01-TCD (3)"),
        *(long, f"{'a' * 26} (2)"),
    ]


def test_a_sheet_is_the_same_alone_and_among_others():
    def cells(data):
        page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[-1]
        return [[(c.value, c.number_format, c.font.b) for c in r] for r in page.rows]

    assert cells(xlsx.workbook([one("a")])) == cells(
        xlsx.workbook([one("b", ["Ghi chú"]), one("a")])
    )


def test_what_stands_below_is_parted_from_the_rows_and_stays_text():
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx.workbook([one("a", ["=1+1", "Hết"])]))
    )

    last = [[c.value for c in row] for row in book.active.iter_rows()][-4:]

    assert last == [["Xã", 1, 2], [None] * 3, ["=1+1", None, None], ["Hết", None, None]]
    assert book.active.cell(row=book.active.max_row - 1, column=1).data_type == "s"
