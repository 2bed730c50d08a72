"""A book's sheet comes in: looked at, taken in, handed back; nothing half-stored."""

import datetime
import hashlib
import html
import io
import re

import openpyxl
import pytest

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.registers import load
from danvan.files.models import StoredFile
from danvan.journal.models import Entry as JournalEntry
from danvan.registers import heads, import_views, locking
from danvan.registers.models import Entry, Import
from danvan.registers.tests.conftest import DAY, NOW
from danvan.registers.tests.sheets import (
    BAD,
    GOOD,
    HEADS,
    OTHER,
    cells,
    upload,
    workbook,
)

pytestmark = [pytest.mark.urls("danvan.config.urls_office"), pytest.mark.django_db]
PATH = "/registers/books/voters-meetings/import/"


def text(response):
    body = response.content if not response.streaming else b"".join(response)
    page = re.sub(r"<[^>]+>", " ", html.unescape(body.decode()))
    return " ".join(page.split())


@pytest.fixture
def send(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER)

    def post(data, choice="look", seen=None, path=PATH, name="so.xlsx", **more):
        said = {"unit": town.commune.pk, "choice": choice}
        said["seen"] = hashlib.sha256(data).hexdigest() if seen is None else seen
        return client.post(path, {**said, "file": upload(data, name), **more})

    return post


def test_looking_stores_nothing_and_says_what_it_found(send):
    page = send(workbook(GOOD, OTHER, BAD), seen="")

    said = text(page)
    assert page.status_code == 200
    assert "A4" in said
    assert "31/02/2026" in said
    assert not Entry.objects.exists()
    assert not Import.objects.exists()


def test_a_sheet_becomes_lines(send, town):
    page = send(workbook(GOOD, OTHER), "all")

    assert "Đã ghi 2 dòng" in text(page)
    first, second = Entry.objects.order_by("day")
    assert (first.unit, first.day, first.row) == (town.commune, DAY, 2)
    assert first.values["people"] == "1250"
    assert second.values["people"] == "1300"
    assert first.load.rows == 2


def test_with_one_bad_row_all_or_none_takes_none(send):
    page = send(workbook(GOOD, BAD, OTHER), "all")

    assert "chưa nhập dòng nào" in text(page)
    assert not Entry.objects.exists()
    assert not JournalEntry.objects.filter(action="registers.import").exists()


def test_only_the_good_rows_can_be_taken(send):
    page = send(workbook(GOOD, BAD, OTHER), "good")

    assert Entry.objects.count() == 2
    assert "Đã ghi 2 dòng" in text(page)


def test_a_file_nobody_looked_at_is_not_taken_in(send):
    page = send(workbook(GOOD), "good", seen="")

    assert "chưa được xem trước" in text(page)
    assert not Entry.objects.exists()


def test_the_same_file_twice_makes_no_doubles(send):
    data = workbook(GOOD, GOOD, OTHER)
    send(data, "all")

    page = send(data, "all")

    assert Entry.objects.count() == 3
    assert Import.objects.count() == 1
    assert JournalEntry.objects.filter(action="registers.import").count() == 1
    assert "đã được nhập" in text(page)


def test_a_longer_sheet_brings_what_is_new_alone(send):
    send(workbook(GOOD), "all")

    send(workbook(OTHER, GOOD), "all")

    assert Entry.objects.count() == 2


def test_an_import_is_one_line_of_the_journal(send):
    data = workbook(GOOD, OTHER)

    send(data, "all")

    (line,) = JournalEntry.objects.filter(action="registers.import")
    assert line.changes["file"] == [None, hashlib.sha256(data).hexdigest()]
    assert line.changes["rows"] == [None, "2"]


def test_the_file_is_kept_nowhere(send):
    send(workbook(GOOD, (*OTHER[:-1], "Chỗ canary")), "good")

    assert not StoredFile.objects.exists()


def test_bad_cells_are_marked_in_a_copy(send):
    copy = cells(send(workbook(GOOD, BAD), "mark").content)

    assert copy[0][-1] == "Lỗi"
    assert copy[1][-1] is None
    assert "A3" in copy[2][-1]
    assert "B3" in copy[2][-1]


def test_a_corrected_copy_goes_in_again(send):
    copy = send(workbook(GOOD, BAD), "mark").content
    book = openpyxl.load_workbook(io.BytesIO(copy))
    for column, value in enumerate(OTHER, start=1):
        book.active.cell(3, column).value = value
    out = io.BytesIO()
    book.save(out)

    send(out.getvalue(), "all")

    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("place", "value", "cell", "reason"),
    [
        (0, "", "A2", "ngày có thật"),
        (0, "31/12/2099", "A2", "sau năm nay"),
        (0, "01/01/1990", "A2", "loại sổ này"),
        (0, 45000, "A2", "ngày có thật"),
        (1, "", "B2", "Hãy nhập Số cuộc"),
        (1, 0, "B2", "phải từ 1"),
        (1, -1, "B2", "phải từ 1"),
        (1, 1.5, "B2", "số nguyên"),
        (1, 1e300, "B2", "phải là một số"),
        (1, True, "B2", "phải là một số"),
        (1, "=1+1", "B2", "Hãy nhập Số cuộc"),
        (1, datetime.date(2026, 5, 1), "B2", "phải là một số"),
        (2, "1.25O", "C2", "phải là một số"),
        (3, 31, "D2", "phải bằng"),
        (6, "a" * 300, "G2", "dài quá 200"),
        (6, "gọi 0912 345 678", "G2", "số điện thoại"),
    ],
)
def test_every_bad_cell_says_where_and_why(send, place, value, cell, reason):
    row = [*GOOD]
    row[place] = value

    page = send(workbook(row), "good")

    assert cell in text(page)
    assert reason in text(page)
    assert not Entry.objects.exists()


def test_a_formula_counts_as_what_the_file_says_it_came_to(send):
    """Nothing is computed here; a file that never came to anything has nothing."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for column, head in enumerate(HEADS):
        page.write_string(0, column, head)
        page.write(1, column, GOOD[column])
    page.write_formula(1, 3, "=E2+F2", value=30)
    book.close()

    send(out.getvalue(), "all")

    assert Entry.objects.get().values["opinions"] == "30"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_heads_are_known_in_both_languages_and_by_key(send, meetings, language):
    shown = {f.key: heads.head(f, language) for f in heads.fields(meetings)}
    keys = ("meetings", "people", "opinions", "answered_on_spot", "passed_on", "place")
    names = [heads.DAY_HEAD[language], *(shown[key] for key in keys)]

    send(workbook(GOOD, heads=names), "all")
    send(workbook(OTHER, heads=("day", *keys)), "all")

    assert Entry.objects.count() == 2


def test_a_head_may_stand_under_titles_and_far_from_the_corner(send):
    indented = [["", "", *row] for row in (HEADS, GOOD)]
    above = [["SỔ TIẾP XÚC CỬ TRI"], [], ["", "", "hướng dẫn"]]

    page = send(workbook(["", "", *BAD], heads=indented[0], above=above), "look")
    assert "C5" in text(page)
    send(workbook(indented[1], heads=indented[0], above=above), "all")

    assert Entry.objects.get().row == 5


def test_a_sum_below_the_lines_is_no_line(send):
    send(workbook(GOOD, ("Tổng cộng", 2, 1250, 30, 20, 10)), "all")

    assert Entry.objects.count() == 1


def test_columns_nobody_knows_are_named(send):
    page = send(workbook((*GOOD, "x"), heads=(*HEADS, "Họ tên cử tri")))

    assert "Họ tên cử tri" in text(page)


def test_a_column_that_must_be_there_is_asked_for(send):
    page = send(workbook(GOOD[:-2], heads=HEADS[:-2]))

    assert page.status_code == 422
    assert "Ý kiến tiếp thu" in text(page)


def test_a_closed_day_is_a_bad_cell(send, town):
    locking.lock(
        unit=town.commune,
        below=False,
        kind="",
        start=DAY,
        end=DAY,
        reason="Đã chốt",
        by=system("C1"),
        now=NOW,
    )

    page = send(workbook(GOOD, OTHER), "good")

    assert "đã khóa" in text(page).lower() or "đã chốt" in text(page).lower()
    assert [entry.day.day for entry in Entry.objects.all()] == [15]


@pytest.fixture
def both(sign_in, town):
    """Somebody who keeps the books of two communes."""
    from danvan.accounts.models import Membership

    user = sign_in(Role.REPORT_COMPILER)
    Membership.objects.create(
        user=user,
        unit=town.stranger,
        role=Role.REPORT_COMPILER,
        valid_from=datetime.date(2020, 1, 1),
    )
    return user


def test_one_sheet_may_hold_several_units(send, both, town):
    rows = [(code, *GOOD) for code in ("C1", "c2", "Xã Bên", "")]
    data = workbook(*rows, heads=("Đơn vị", *HEADS))

    page = send(data, "all")

    units = [entry.unit.code for entry in Entry.objects.order_by("row")]
    assert "Đã ghi 4 dòng" in text(page)
    assert units == ["C1", "C2", "C2", "C1"]
    assert JournalEntry.objects.filter(action="registers.import").count() == 1


@pytest.mark.parametrize("name", ["C2", "Xã Bên", "P1", "Nơi không có"])
def test_a_unit_one_does_not_write_for_is_refused(send, name):
    page = send(workbook((name, *GOOD), heads=("Đơn vị", *HEADS)), "good")

    assert "A2" in text(page)
    assert "C1 Phường Mẫu" in text(page)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", load.known().values(), ids=lambda kind: kind.id)
def test_the_empty_sheet_of_every_book_is_known_again(client, both, kind, town):
    """Filled in with nothing it has no line; its heads are all columns of the book."""
    client_page = client.get(f"/registers/books/{kind.id}/import/sheet.xlsx")
    if client_page.status_code == 404:  # communes keep no such book
        units = [town.commune, town.stranger]
        from danvan.registers import blank

        data = blank.workbook(kind, units, "vi")
    else:
        data = client_page.content

    rows = cells(data)
    found = heads.recognise(kind, [str(cell or "") for cell in rows[3]])

    assert set(found.places) == {
        *(heads.DAY, heads.UNIT),
        *(f.key for f in kind.latest.fields if f.type != "file"),
    }
    assert not found.unread


def test_the_empty_sheet_offers_the_choices(client, sign_in):
    sign_in(Role.REPORT_COMPILER)
    data = client.get("/registers/books/dialogues/import/sheet.xlsx").content

    book = openpyxl.load_workbook(io.BytesIO(data))
    rules = book.worksheets[0].data_validations.dataValidation
    lists = [rule.formula1 for rule in rules if rule.type == "list"]

    assert len(lists) == 3
    assert "Nhân dân" in [c for row in cells(data, 1) for c in row]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("so.xlsm", workbook(GOOD)),
        ("so.xls", workbook(GOOD)),
        ("so.pdf", b"%PDF-1.4"),
        ("so.xlsx", b"PK\x03\x04 torn"),
        ("so.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
        ("so.xlsx", b"<html></html>"),
        ("so.xlsx", workbook(("x",), heads=("y",))),
    ],
)
def test_what_is_no_sheet_is_said_to_be_none(send, name, data):
    page = send(data, name=name)

    assert page.status_code == 422
    assert "govuk-error-message" in page.content.decode()
    assert not Entry.objects.exists()


def test_a_stranger_finds_no_such_page(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER, unit=town.police)

    assert client.get(PATH).status_code == 404


def test_who_reads_only_may_not_take_in(client, sign_in):
    sign_in(Role.SUPERVISOR)

    assert client.get(PATH).status_code == 403
    assert client.get(PATH + "sheet.xlsx").status_code == 403


def test_a_failure_of_the_database_stores_nothing(send, monkeypatch):
    from django.db import DatabaseError

    def fail(**_said):
        raise DatabaseError("holds a cell")

    monkeypatch.setattr(import_views.importing, "take_in", fail)
    page = send(workbook(GOOD), "all")

    assert page.status_code == 409
    assert "holds a cell" not in text(page)


def test_the_commands_of_a_page_are_bounded(send, django_assert_max_num_queries):
    many = [(f"{1 + n % 28:02d}/05/2026", 1, n, 3, 2, 1, "") for n in range(1500)]
    with django_assert_max_num_queries(40):
        send(workbook(*many), "all")

    assert Entry.objects.count() == 1500
