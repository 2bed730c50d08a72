"""Workbooks as offices have them, made for a test."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

HEADS = (
    *("STT", "Ngày nhận", "Họ và tên", "Địa chỉ", "Loại đơn", "Nội dung"),
    *("Kết quả xử lý", "Ngày trả lời", "Nội dung trả lời"),
)
FEEDBACK = (
    *("1", "03/03/2025", "Người Mẫu Một", "Ấp 1", "KNPA", "Cống hỏng"),
    *("", "", ""),
)
COMPLAINT = (
    *("2", "04/03/2025", "Người Mẫu Hai", "Ấp 2", "KN", "Bồi thường"),
    *("Đã giải quyết", "20/03/2025", "Giữ nguyên"),
)
# The name and the words of a denunciation, which must stand nowhere afterwards.
SECRET_NAME, SECRET_WORDS = "Bí Danh Canary", "Chuyện kín canary"
SECRET = (
    *("3", "05/03/2025", SECRET_NAME, "Ấp kín", "Tố cáo", SECRET_WORDS),
    *("Đã giải quyết", "25/03/2025", "kết luận kín"),
)


def workbook(*rows, heads=HEADS, above=(), title="Sổ đơn"):
    """Return the bytes of an .xlsx with these rows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in (*above, heads, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(data, name="so-don.xlsx"):
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def cells(data):
    """Return the values of the first sheet, row by row."""
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]
