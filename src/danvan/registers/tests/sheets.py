"""Workbooks as offices fill them in, made for a test."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

HEADS = (
    *("Ngày", "Số cuộc", "Số lượt cử tri dự", "Số lượt ý kiến"),
    *("Ý kiến giải trình tại chỗ", "Ý kiến tiếp thu, chuyển cơ quan có thẩm quyền"),
    "Địa điểm",
)
GOOD = ("14/05/2026", 2, 1250, 30, 20, 10, "Nhà văn hóa khu vực 3")
OTHER = ("15/05/2026", "1", "1.300", "9", "5", "4", "")
BAD = ("31/02/2026", "hai", 20, 30, 20, 11, "Ấp 1")


def workbook(*rows, heads=HEADS, above=(), title="Dòng"):
    """Return the bytes of an .xlsx with these rows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in (*above, heads, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(data, name="so.xlsx"):
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def cells(data, sheet=0):
    """Return the values of a sheet, row by row."""
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]
