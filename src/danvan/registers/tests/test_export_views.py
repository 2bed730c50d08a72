"""What leaves a book: the list as it is narrowed, and the book on official paper."""

import datetime
import io
import uuid
import zipfile

import openpyxl
import pytest
from docx import Document

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.registers import export_views, services
from danvan.registers.models import Entry
from danvan.registers.tests.conftest import DAY, MEETING, NOW, line
from danvan.registers.tests.sheets import cells, upload

pytestmark = [pytest.mark.urls("danvan.config.urls_office"), pytest.mark.django_db]
BOOK = "/registers/books/voters-meetings/"


@pytest.fixture
def book(town, meetings):
    """Three lines, one of them corrected, one cancelled; two of two units."""
    wrong = line(meetings, town.commune, people="900")
    services.correct(
        entry=wrong.pk,
        written=MEETING | {"people": "200", "place": "=1+1"},
        reason="Ghi nhầm cột",
        key=uuid.uuid4(),
        by=system("C1"),
        now=NOW + datetime.timedelta(hours=1),
    )
    later = NOW + datetime.timedelta(minutes=1)
    gone = line(meetings, town.commune, people="5000", now=later)
    services.cancel(
        entry=gone.pk,
        reason="Ghi hai lần",
        key=uuid.uuid4(),
        by=system("C1"),
        now=NOW + datetime.timedelta(hours=2),
    )
    line(meetings, town.stranger, DAY + datetime.timedelta(1), people="40")


def tables(response):
    return Document(io.BytesIO(response.content)).tables


def test_the_sheet_has_the_list_and_its_sums(client, sign_in, book):
    sign_in(Role.REPORT_COMPILER)

    rows = cells(client.get(BOOK + "lines.xlsx").content)

    heads, only, sums = rows[2:]
    assert heads[:4] == ["Ngày", "Đơn vị (mã hoặc tên)", "Số cuộc", heads[3]]
    assert only[0].date() == DAY
    assert only[1:4] == ["C1", 2, 200]
    assert (sums[0], sums[2], sums[3]) == ("Tổng cộng", 2, 200)


def test_filters_narrow_the_sheet_as_they_do_the_list(client, sign_in, book, town):
    sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)

    every = cells(client.get(BOOK + "lines.xlsx").content)
    one = cells(client.get(f"{BOOK}lines.xlsx?unit={town.stranger.pk}").content)
    old = cells(client.get(BOOK + "lines.xlsx?state=all").content)

    assert [len(rows) - 4 for rows in (every, one, old)] == [2, 1, 5]
    assert one[-1][3] == 40


def test_nothing_typed_becomes_a_formula(client, sign_in, book):
    sign_in(Role.REPORT_COMPILER)
    data = client.get(BOOK + "lines.xlsx").content

    page = openpyxl.load_workbook(io.BytesIO(data)).active

    typed = [c for row in page.iter_rows() for c in row if c.value == "=1+1"]
    assert [c.data_type for c in typed] == ["s"]


def test_what_leaves_can_come_in_again_without_doubles(client, sign_in, book, town):
    sign_in(Role.REPORT_COMPILER)
    data = client.get(BOOK + "lines.xlsx?state=standing").content
    before = Entry.objects.count()

    said = {"unit": town.commune.pk, "choice": "look", "file": upload(data)}
    found = client.post(BOOK + "import/", said).context["found"]

    assert (found.rows, found.known, found.bad) == (1, 1, 0)
    assert Entry.objects.count() == before


def test_the_printed_book_strikes_what_was_corrected(client, sign_in, book):
    sign_in(Role.REPORT_COMPILER)

    response = client.get(BOOK + "book.docx?state=all")

    table = tables(response)[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    struck = [
        any(
            run.font.strike
            for cell in row.cells
            for p in cell.paragraphs
            for run in p.runs
        )
        for row in table.rows
    ]
    assert rows[0][:2] == ["TT", "Ngày"]
    assert struck == [False, True, True, False, False]
    assert rows[1][-1] == "Đã đính chính: Ghi nhầm cột"
    assert rows[2][-1] == "Đã hủy: Ghi hai lần"
    assert rows[-1][1] == "Tổng cộng"
    assert "200" in rows[-1]
    assert "5000" not in "".join(rows[-1])


def test_the_printed_book_lies_across_under_an_official_head(client, sign_in, book):
    sign_in(Role.REPORT_COMPILER)
    document = Document(io.BytesIO(client.get(BOOK + "book.docx").content))

    head, _table, signs = document.tables
    section = document.sections[0]
    said = "\n".join(cell.text for cell in head.rows[0].cells)
    assert section.page_width > section.page_height
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "Số:" not in said
    assert "SỔ TIẾP XÚC CỬ TRI" in [p.text for p in document.paragraphs]
    assert "CHỦ TỊCH" in signs.rows[0].cells[1].text


def test_a_printed_book_of_thousands_of_lines_is_quick_to_write(meetings):
    from danvan.writers.official import official
    from danvan.writers.paper import Letterhead, Paper, Table

    rows = (("TT", "Ngày"), *((str(n), "<b>&") for n in range(3000)))
    paper = Paper(
        Letterhead("", "UBND", "Nơi"), "Sổ", "", "",
        (Table(rows, (10, 20), small=True),), landscape=True,
    )  # fmt: skip

    document = zipfile.ZipFile(io.BytesIO(official(paper))).read("word/document.xml")

    assert document.count(b"<w:tr>") == 3002
    assert b"&lt;b&gt;&amp;" in document


def test_a_list_too_long_for_a_file_asks_to_be_narrowed(
    client, sign_in, book, monkeypatch
):
    sign_in(Role.REPORT_COMPILER)
    monkeypatch.setattr(export_views.book, "MOST_LINES", 0)
    monkeypatch.setattr(export_views.book, "MOST_PRINTED", 0)

    for name in ("lines.xlsx", "book.docx"):
        page = client.get(BOOK + name)
        assert page.status_code == 422
        assert "thu hẹp" in page.content.decode()


def test_a_stranger_gets_no_file(client, sign_in, town, book):
    sign_in(Role.REPORT_COMPILER, unit=town.police)

    assert client.get(BOOK + "lines.xlsx").status_code == 404
    assert client.get(BOOK + "book.docx").status_code == 404


def test_files_cost_a_few_queries_however_long(
    client, sign_in, town, meetings, django_assert_max_num_queries
):
    sign_in(Role.REPORT_COMPILER)
    for people in range(30):
        line(meetings, town.commune, people=str(people + 10))

    with django_assert_max_num_queries(25):
        client.get(BOOK + "lines.xlsx")
