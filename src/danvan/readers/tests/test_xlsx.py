"""A workbook gives cells with their address, numbers as a report writes them."""

from danvan.readers import read
from danvan.readers.tests.files import sheet_of


def test_every_cell_has_its_sheet_address_and_place_in_the_table():
    data = sheet_of({"B2": "Xã", "C2": "Đơn", "B3": "Tân Dân", "C3": 1234.5, "C5": 7})
    document = read(data, "a.xlsx")

    said = [
        (b.place.sheet, b.place.cell, b.row, b.column, b.span.of(document.text))
        for b in document.blocks
    ]
    assert said == [
        ("Quý I", "B2", 1, 1, "Xã"),
        ("Quý I", "C2", 1, 2, "Đơn"),
        ("Quý I", "B3", 2, 1, "Tân Dân"),
        ("Quý I", "C3", 2, 2, "1.234,5"),
        ("Quý I", "C5", 4, 2, "7"),
    ]
    assert document.text == "Xã\tĐơn\nTân Dân\t1.234,5\n7"


def test_a_sum_of_thirds_is_not_shown_to_sixteen_places():
    document = read(sheet_of({"A1": 0.1 + 0.2}), "a.xlsx")

    assert document.text == "0,3"
