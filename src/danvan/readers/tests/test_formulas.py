"""Which cells hold formulas: plain, shared, in sheets of any name and order."""

import io
import zipfile

import openpyxl
import pytest

from danvan.readers.errors import Unreadable
from danvan.readers.formulas import formula_cells


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_formulas_are_found_where_they_stand():
    book = openpyxl.Workbook()
    book.active.title = "Số liệu"
    book.active["D11"] = "=SUM(A1:A3)"
    book.active["A1"] = 3
    book.active["AB2"] = "=1+1"
    book.create_sheet("Trống")["A1"] = "chữ"

    assert formula_cells(saved(book)) == {
        "Số liệu": {(10, 3), (1, 27)},
        "Trống": frozenset(),
    }


def test_text_that_looks_like_one_is_none():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.active["A1"].data_type = "s"

    assert formula_cells(saved(book)) == {"Sheet": frozenset()}


def rewritten(data, part, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return out.getvalue()


def test_cells_without_an_address_are_counted_on():
    book = openpyxl.Workbook()
    book.active.append([1, "=1+1"])
    data = rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda body: body.replace(b' r="A1"', b"").replace(b' r="B1"', b""),
    )

    assert formula_cells(data) == {"Sheet": {(0, 1)}}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_workbook_is_unreadable(data):
    with pytest.raises(Unreadable):
        formula_cells(data)


def test_a_document_type_is_refused():
    book = openpyxl.Workbook()
    data = rewritten(
        saved(book), "xl/workbook.xml", lambda body: b"<!DOCTYPE a>" + body
    )

    with pytest.raises(Unreadable):
        formula_cells(data)
