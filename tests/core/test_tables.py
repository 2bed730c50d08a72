"""Figures of tables know their row and column, and totals are held to their cells."""

import pytest

from danvan.audit import audit

HEAD = ["STT", "Đơn vị", "Khiếu nại", "Tố cáo", "Tổng số"]
ROWS = [
    ["1", "Xã A", "12", "3", "15"],
    ["2", "Xã B", "1.020", "5", "1.025"],
    ["3", "Xã C", "8", "2", "10"],
]
TOTAL = ["", "Tổng cộng", "1.040", "10", "1.050"]


def table(*rows, above="Kết quả như sau (đơn vị tính: đơn):"):
    cells = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows
    )
    page = f"<html><body><article><p>{above}</p><table>{cells}</table></article></body></html>"
    return audit(page.encode(), "table.html")


def failures(report):
    return [(c.rule, c.severity, c.printed, c.computed) for c in report.failures]


def test_a_cell_knows_its_unit_its_row_and_its_column():
    report = table(HEAD, *ROWS, TOTAL)

    (cell,) = [f for f in report.figures if f.text == "1.020"]

    assert (cell.unit, cell.label) == ("đơn", "xã b | khiếu nại")
    assert cell.span.of(report.document.text) == "1.020"


def test_serial_numbers_and_years_are_no_figures():
    report = table(
        ["STT", "Xã", "2023", "2024"], ["1", "A", "5", "6"], ["2", "B", "7", "8"]
    )

    assert [f.text for f in report.figures] == ["5", "6", "7", "8"]


@pytest.mark.parametrize(
    "codes",
    [
        ["1", "2", "3", "4", "5"],
        ["A", "B", "1", "2", "3=1+2"],
        ["", "MS", "1", "2", "3 = 1+…+2"],
        ["", "Mã số", "24", "25=26+27=28", "26"],
    ],
    ids=" ".join,
)
def test_a_row_that_numbers_the_columns_is_left_out(codes):
    report = table(HEAD, codes, *ROWS, TOTAL)

    assert len(report.figures) == 12
    assert failures(report) == []


def test_a_row_with_a_name_is_no_row_of_codes():
    report = table(HEAD, ["1", "Xã A", "1", "2", "3"], ["2", "Xã B", "1", "2", "3"])

    assert [f.text for f in report.figures] == ["1", "2", "3"] * 2


def test_a_table_that_adds_up_is_listed_as_such():
    report = table(HEAD, *ROWS, TOTAL)

    assert failures(report) == []
    assert sum(c.rule == "sum" and c.holds for c in report.checks) == 7


def test_a_total_row_that_does_not_add_up_is_an_error():
    report = table(HEAD, *ROWS, ["", "Tổng cộng", "1.041", "10", "1.051"])

    assert ("sum", "error", "1041", "1040") in failures(report)


def test_a_total_column_that_mostly_holds_is_held_everywhere():
    report = table(
        HEAD,
        *ROWS[:2],
        ["3", "Xã C", "8", "2", "11"],
        ["", "Tổng cộng", "1.040", "10", "1.051"],
    )

    assert ("sum", "error", "11", "10") in failures(report)


def test_a_total_column_that_never_holds_is_no_total_of_its_neighbours():
    report = table(
        HEAD,
        ["1", "A", "1", "2", "9"],
        ["2", "B", "3", "4", "8"],
        ["3", "C", "5", "6", "7"],
    )

    assert failures(report) == []


@pytest.mark.parametrize(
    ("title", "unit", "key"),
    [
        ("Diện tích (ha)", "ha", "area"),
        ("Tỷ lệ (%)", "%", "%"),
        ("Kinh phí (triệu đồng)", "đồng", "VND"),
    ],
)
def test_the_head_of_a_column_tells_the_unit(title, unit, key):
    report = table(["Xã", title], ["A", "5"], ["B", "6"], above="Kết quả:")

    assert {(f.unit, f.key) for f in report.figures} == {(unit, key)}
