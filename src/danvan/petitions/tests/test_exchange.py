"""Sheets that leave: what stands in them, that none computes, and the way back."""

import csv
import hashlib
import io
import zipfile

import openpyxl
import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework import exchange as formats
from danvan.journal.models import Entry
from danvan.petitions import exchange
from danvan.petitions.models import Petition
from danvan.petitions.queue import Filters
from danvan.petitions.services import Letter
from danvan.petitions.tests.conftest import text, viewer
from danvan.petitions.tests.test_services import COMPLAINT, FEEDBACK, register, take
from danvan.petitions.tests.test_services import walk as walked
from danvan.petitions.tests.workbooks import upload

pytestmark = pytest.mark.urls("danvan.config.urls_office")
FILE = "/petitions/exchange/file/"
# Security figures, I4: what spreadsheets would compute.
PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\uff1d1+1",
    '=HYPERLINK("http://x.vn","y")',
    "=cmd|'/c calc'!A0",
    "\n=1+1",
    "\x00=1+1",
)


def ask(client, town, **more):
    said = {"unit": town.committee.pk, "format": "register", "kept_as": "xlsx"}
    return client.get(FILE, said | more)


def rows(response):
    page = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    return [[str(c or "") for c in row] for row in page.iter_rows(values_only=True)]


def settle(town):
    """Letters of every end, in the committee."""
    register(town)
    answered = walked(register(town, COMPLAINT), town, "screen", "accept", "assign")
    take("conclude", answered, town)
    take("answer", answered, town, reply="Giữ nguyên quyết định.", document="15/QĐ")
    take("close", answered, town)
    for verb, words in (
        ("guide", {"reply": "Đến Sở Xây dựng"}),
        ("transfer", {"to_name": "Sở Y tế", "reply": "Đã chuyển"}),
        ("file", {"reasons": ["unclear", "no_date"]}),
        ("withdraw", {}),
    ):
        letter = Letter(
            FEEDBACK.kind, "post", what=f"Việc {verb}", name=f"Người {verb}"
        )
        petition = walked(register(town, letter), town, "screen")
        take(verb, petition, town, **words)
    register(town, Letter(FEEDBACK.kind, "zalo", what="Không tên", anonymous=True))


@pytest.mark.parametrize("format_", list(formats.formats()))
def test_what_leaves_comes_in_elsewhere_the_same(sign_in, town, format_):
    settle(town)
    client = sign_in(Role.PETITION_CLERK)
    left = ask(client, town, format=format_)
    elsewhere = sign_in(Role.PETITION_CLERK, unit=town.stranger)

    page = elsewhere.post(
        "/petitions/import/",
        {
            "unit": town.stranger.pk,
            "format": format_,
            "choice": "all",
            "seen": hashlib.sha256(left.content).hexdigest(),
            "file": upload(left.content),
        },
    )

    assert "Đã nhập sổ đơn" in text(page), text(page)
    again = elsewhere.get(
        FILE, {"unit": town.stranger.pk, "format": format_, "kept_as": "xlsx"}
    )
    assert len(rows(left)) == 8
    assert sorted(rows(again)) == sorted(rows(left))


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(12))
def test_no_cell_of_a_workbook_computes(sign_in, town, payload):
    letter = Letter(
        FEEDBACK.kind,
        "forwarded",
        **dict.fromkeys(
            ("what", "request", "place", "decision", "name", "address"),
            payload.replace("\0", "") + "x",
        ),
        forwarder="body",
        forwarded_by=payload.replace("\0", "")[:60] + "x",
        phone="+84 900 000 001",
    )
    register(town, letter)

    for format_ in formats.formats():
        body = ask(sign_in(Role.PETITION_CLERK), town, format=format_).content
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        kinds = set(openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]["A2:L2"][0])
        assert {cell.data_type for cell in kinds if cell.value} == {"s"}


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(12))
def test_no_cell_of_a_csv_computes_and_telephones_stay(sign_in, town, payload):
    said = payload.replace("\0", "") + "x"
    register(
        town,
        Letter(FEEDBACK.kind, "post", what=said, name=said, phone="+84 900 000 001"),
    )

    body = ask(sign_in(Role.PETITION_CLERK), town, kept_as="csv").content.decode()

    _heads, row = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
    assert "+84 900 000 001" in row
    others = [cell for cell in row if cell != "+84 900 000 001"]
    active = tuple("=+-@\t\r\n\x00\uff1d")
    assert not [cell for cell in others if cell.lstrip(" ").startswith(active)]


def test_an_empty_sheet_has_the_head_alone_and_is_no_line(sign_in, town):
    register(town)
    before = Entry.objects.count()

    found = rows(ask(sign_in(Role.PETITION_CLERK), town, empty="on"))

    assert len(found) == 1
    assert Entry.objects.count() == before


def test_that_letters_left_is_written_down(sign_in, town):
    register(town)

    ask(sign_in(Role.PETITION_CLERK), town, format="tcd-03")

    line = Entry.objects.get(action="petition.exchange")
    assert line.changes == {"format": [None, "tcd-03"], "rows": [None, "1"]}


def test_filters_narrow_what_leaves(sign_in, town):
    settle(town)
    client = sign_in(Role.PETITION_CLERK)

    found = rows(ask(client, town, kind="complaint"))

    assert len(found) == 2


def test_nobody_takes_out_what_is_not_his(sign_in, town):
    register(town)

    assert ask(sign_in(Role.RECEPTION_OFFICER), town).status_code == 403
    stranger = sign_in(Role.PETITION_CLERK, unit=town.stranger)
    assert ask(stranger, town).status_code == 422
    assert stranger.get(FILE).status_code == 422


def test_the_page_names_the_columns_and_what_is_unsure(sign_in, town):
    page = text(sign_in(Role.PETITION_CLERK).get("/petitions/exchange/"))

    assert "Mẫu 03/TCD" in page
    assert "Cần đối chiếu với mẫu được ban hành" in page


def test_the_rows_of_a_sheet_cost_four_queries(town, django_assert_max_num_queries):
    settle(town)
    clerk = viewer(town.committee, Role.PETITION_CLERK)
    format_ = formats.formats()["register"]

    with django_assert_max_num_queries(4):
        found = exchange.rows(
            clerk, town.committee, format_, Filters(), timezone.localdate()
        )

    assert Petition.objects.count() > len(found) > 0
