"""A sheet of many rows taken in by the page, beside the least that does the same."""

import datetime
import hashlib
import io
import json
import time
import uuid

import psycopg
import xlsxwriter  # type: ignore[import-untyped] # ships no types
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from danvan.core.registers import load
from danvan.registers import heads

KIND = "voters-meetings"
ADDRESS = f"/registers/books/{KIND}/import/"


def workbook(count: int, today: datetime.date, first: int = 0) -> bytes:
    """Return a book of so many good rows, all different; with another ``first`` others."""
    kind = load.known()[KIND]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet()
    names = [heads.head(f, "vi") for f in heads.fields(kind)]
    page.write_row(0, 0, [heads.DAY_HEAD["vi"], *names])
    for n in range(count):
        day = today - datetime.timedelta(n % 300)
        said = [n % 3000 + 1, n % 70, n % 70 - n % 7, n % 7]
        words = [f"Nhà văn hóa khu vực {n % 500}", f"Ghi chú mẫu {first + n}"]
        page.write_row(n + 1, 0, [f"{day:%d/%m/%Y}", 1, *said, *words])
    book.close()
    return out.getvalue()


def ours(client: Client, data: bytes, unit: int) -> float:
    """Send the sheet as a browser does; return seconds to the end of the answer."""
    said = {"unit": unit, "choice": "all", "seen": hashlib.sha256(data).hexdigest()}
    said["file"] = SimpleUploadedFile("so.xlsx", data)
    start = time.perf_counter()
    answer = client.post(ADDRESS, said)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    taken = time.perf_counter() - start
    if answer.status_code != 200 or "Đã ghi" not in body.decode():
        raise RuntimeError(f"the sheet was not taken in: {answer.status_code}")
    return taken


def least(url: str, data: bytes, unit: int) -> float:
    """Read the sheet, hash and copy its rows by hand in one transaction; rolled back.

    Nothing is checked but that numbers are numbers; the table and its indexes are
    the same.
    """
    start = time.perf_counter()
    grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    keys = [field.key for field in heads.fields(load.known()[KIND])]
    with psycopg.connect(url) as db:
        sql = (
            "COPY registers_entry (id, kind, unit_id, day, values, reason, standing,"
            " void, key, source, row, made_at, actor_label, synthetic, digest, folded)"
            " FROM STDIN"
        )
        with db.cursor().copy(sql.encode()) as copy:
            for number, (written, *cells) in enumerate(grid.to_python()[1:], start=2):
                day = datetime.datetime.strptime(str(written), "%d/%m/%Y").date()  # noqa: DTZ007 - a day
                kept = json.dumps(
                    {
                        key: str(int(cell)) if isinstance(cell, float) else cell
                        for key, cell in zip(keys, cells, strict=True)
                    }
                )
                said = hashlib.sha256(f"{day} {kept}".encode()).hexdigest()[:32]
                key = uuid.uuid5(uuid.NAMESPACE_URL, said)
                copy.write_row(
                    (uuid.uuid4(), KIND, unit, day, kept, "", True, False, key, "form",
                     number, "2026-01-01 00:00+07", "system", True, said, str(cells[-2]).lower())
                )  # fmt: skip
        # What is checked at the end of a transaction is checked here too.
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        db.rollback()
    return time.perf_counter() - start
