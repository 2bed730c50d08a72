"""Hostile workbooks and lists at the counter: a message, no fault, nothing half-stored."""

import hashlib
import io
import random
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.hostile.asking import stored
from tests.hostile.values import MANY, VALUES

from danvan.accounts.rights import Role
from danvan.receptions.sheet import COLUMNS

HEADS = ("STT", "Ngày nhận", "Họ tên", "Địa chỉ", "Loại đơn", "Nội dung")
GOOD = ("1", "03/03/2025", "Người Mẫu", "Ấp 1", "KNPA", "Cống hỏng")
PATH = "/petitions/import/"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rebuilt(change):
    """Return a good workbook whose parts went through ``change(name, body)``."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(GOOD))) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def sheet_with(old, new):
    return rebuilt(
        lambda name, body: body.replace(old, new) if "sheet1" in name else body
    )


def flipped(seed):
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets
    data = bytearray(workbook(GOOD))
    for _ in range(20):
        data[luck.randrange(len(data))] = luck.randrange(256)
    return bytes(data)


FILES = {
    "empty": b"",
    "text": b"STT;ng\xc3\xa0y",
    "cut": workbook(GOOD)[:-200],
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "zip-of-nothing": b"PK\x05\x06" + b"\0" * 18,
    "no-sheet": rebuilt(lambda name, body: b"" if "sheet1" in name else body),
    "doctype": sheet_with(b"<sheetData>", b"<!DOCTYPE x><sheetData>"),
    "far-corner": sheet_with(
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    ),
    "merged": sheet_with(
        b"</sheetData>",
        b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>',
    ),
    "broken-number": sheet_with(b'r="B2"', b'r="B2" t="n"'),
    **{f"flipped-{seed}": flipped(seed) for seed in range(12)},
}


@pytest.fixture
def desk(records, browser_of, units):
    browser = browser_of(Role.PETITION_CLERK)

    def send(data, name="so.xlsx", **said):
        known = {"unit": units["own"].pk, "format": "register", "choice": "good"}
        known["seen"] = hashlib.sha256(data).hexdigest()
        upload = SimpleUploadedFile(name, data, "application/octet-stream")
        # As bytes: a lone surrogate comes over the wire, though no client would say it.
        raw = {k: [v.encode("utf-8", "surrogatepass")] for k, v in said.items()}
        return browser.post(PATH, {**known, **raw, "file": upload})

    return send


@pytest.mark.parametrize("choice", ["good", "mark"])
@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_hostile_workbook_gets_a_message(desk, data, choice):
    before = stored()

    response = desk(data, choice=choice)

    assert response.status_code < 500
    assert response.status_code == 200 or stored() == before


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_field_of_the_import_takes_a_hostile_value_by_halves(desk, value):
    value = value[:50_000]
    before = stored()
    for field in ("unit", "format", "choice", "seen", "column_kind", "column_x"):
        response = desk(workbook(GOOD), **{field: value})

        assert response.status_code < 500, field
        assert response.status_code == 200 or stored() == before


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_list_of_a_group_breaks_the_counter(records, browser_of, units, value):
    browser = browser_of(Role.PETITION_CLERK)
    said = {"unit": units["own"].pk, "channel": "post", "kind": "feedback"}
    said |= {"what": "Đèn hỏng", "name": "Người Mẫu"}
    said["key"] = "00000000-0000-0000-0000-000000000009"

    for field in ("signed", "people", "forwarded_by", "received_on_day"):
        text = value.encode("utf-8", "replace").decode()
        response = browser.post("/petitions/new/", {**said, field: text})

        assert response.status_code < 500, field


def cells():
    return st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.none(),
        st.dates(),
        st.sampled_from(["KN", "TC", "KNPA", "03/03/2025", "=1+1", "1", "Ông A; Ấp 1"]),
    )


_SLOW = {"suppress_health_check": list(HealthCheck), "deadline": None}


@settings(max_examples=MANY or 14, **_SLOW)
@given(rows=st.lists(st.lists(cells(), min_size=6, max_size=6), max_size=4))
def test_no_row_breaks_an_import(desk, rows):
    """Whatever stands in the cells, good rows go in and the others are told."""
    response = desk(workbook(*rows))

    assert response.status_code < 500


@pytest.fixture
def counter(records, browser_of, units):
    browser = browser_of(Role.RECEPTION_OFFICER)

    def send(data, choice):
        upload = SimpleUploadedFile("so.xlsx", data, "application/octet-stream")
        said = {"unit": units["own"].pk, "choice": choice, "file": upload}
        return browser.post("/receptions/book/import/", said)

    return send


def reception_book(*rows):
    book = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("choice", ["look", "good", "mark"])
@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_hostile_reception_book_gets_a_message(counter, data, choice):
    before = stored()

    response = counter(data, choice)

    assert response.status_code < 500
    assert response.status_code == 200 or stored() == before


@settings(max_examples=MANY or 14, **_SLOW)
@given(
    rows=st.lists(
        st.lists(cells(), min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4
    ),
    choice=st.sampled_from(["good", "mark"]),
)
def test_no_row_breaks_the_import_of_a_reception_book(counter, rows, choice):
    """Numbers of the book and days are drawn too, so that rows get as far as storing."""
    response = counter(reception_book(*rows), choice)

    assert response.status_code < 500
