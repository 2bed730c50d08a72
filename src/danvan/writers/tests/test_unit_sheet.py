"""Empty sheets and gathered ones: locked where they are ours, text never a formula."""

import io
from decimal import Decimal

import openpyxl

from danvan.writers.unit_sheet import Gathering, Label, Line, Row, blank, gathered

EVIL = '=HYPERLINK("http://x")'


def empty(**more):
    return openpyxl.load_workbook(
        io.BytesIO(
            blank(
                name="Số liệu",
                lists="Đơn vị",
                above=["BIỂU", EVIL],
                labels=[Label("Mã biểu", "inspectorate"), Label("Mã", "", open=True)],
                heads=["Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
                rows=[Row("TCD01", EVIL, "lượt"), Row("CT06", "Tỷ lệ", "%", 2)],
                **more,
            )
        )
    )


def test_only_what_is_filled_in_is_open():
    page = empty().worksheets[0]

    unlocked = {
        cell.coordinate
        for row in page.rows
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {"B4", "D7", "D8"}
    assert page.protection.sheet
    assert not page.protection.password


def test_whole_and_decimal_numbers_are_asked_for_as_such():
    rules = empty().worksheets[0].data_validations.dataValidation

    assert {str(rule.sqref): rule.type for rule in rules} == {
        "D7": "whole",
        "D8": "decimal",
    }


def test_units_are_offered_by_code_and_name():
    book = empty(choices=[("T1", "Xã Một"), ("T2", "Xã Hai")])

    assert [cell.value for cell in book["Đơn vị"]["B"]] == ["Xã Một", "Xã Hai"]


def test_text_never_becomes_a_formula():
    page = empty().worksheets[0]

    assert page["A2"].data_type == "s"
    assert page["B7"].data_type == "s"


def test_the_gathered_sheet_marks_who_is_missing_and_tells_faults():
    body = gathered(
        Gathering(
            name="Tổng hợp",
            above=["BIỂU"],
            heads=["Mã", "Đơn vị", "Lượt tiếp"],
            codes=["TCD01"],
            lines=[
                Line("T1", EVIL, [Decimal(3)]),
                Line("T2", "Xã Hai", [None], marked=True),
            ],
            total=Line("", "TỔNG CỘNG", [Decimal(3)]),
            coverage=Line("", "Số đơn vị", ["1/2"]),
            faults_name="Thiếu và sai",
            faults_heads=["Mã", "Lỗi"],
            faults=[["T2", EVIL]],
        )
    )
    page, faults = openpyxl.load_workbook(io.BytesIO(body)).worksheets

    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    assert rows[0][2] == 3
    assert rows[1] == ["T2", "Xã Hai", None]
    assert rows[2][1:] == ["TỔNG CỘNG", 3]
    assert rows[3][2] == "1/2"
    assert page["A6"].fill.fgColor.rgb != page["A5"].fill.fgColor.rgb
    assert page["B5"].data_type == "s"
    assert faults["B2"].data_type == "s"
