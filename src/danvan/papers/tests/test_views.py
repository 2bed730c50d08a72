"""The pages on papers: what each shows, what it refuses, what it costs."""

import io

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.papers import services, sheet
from danvan.papers.models import Paper, State
from danvan.papers.tests.conftest import FACTS, OWNER, actor
from danvan.readers import docx

pytestmark = pytest.mark.urls("danvan.config.urls_office")
LIST = "/papers/"


@pytest.fixture
def draft(town):
    """A draft of today."""

    def make(unit="commune", **values):
        return services.make(
            template="TCD_11",
            owner=OWNER,
            unit=town[unit],
            values=FACTS | values,
            by=actor(town[unit]),
            today=timezone.localdate(),
        )

    return make


def told(response):
    return response.content.decode()


def today(**more):
    day = timezone.localdate()
    return {"date_day": day.day, "date_month": day.month, "date_year": day.year} | more


def test_a_paper_is_shown_as_it_will_be_printed(sign_in, draft):
    paper = draft(subject="{{ 7*7 }} <b>đất</b>")

    page = told(sign_in(Role.PETITION_CLERK).get(f"{LIST}{paper.pk}/"))

    assert "Số: …/TB-UBND" in page
    assert "{{ 7*7 }} &lt;b&gt;đất&lt;/b&gt;" in page
    assert "Đơn không có chữ ký" in page


def test_the_file_says_what_the_page_says_and_is_named_by_its_code(sign_in, draft):
    paper = draft()

    answer = sign_in(Role.VERIFIER).get(f"{LIST}{paper.pk}/docx/")

    assert "Đơn không có chữ ký" in docx.read(answer.content, "").text
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.code}.docx"'
    assert "no-store" in answer["Cache-Control"]


def test_the_clerical_officer_enters_a_number(sign_in, draft):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()

    client.post(f"{LIST}{paper.pk}/number/", today(number="7"))

    paper.refresh_from_db()
    assert (paper.number, paper.state) == ("7", State.ISSUED)
    assert "Số: 07/TB-UBND" in told(client.get(f"{LIST}{paper.pk}/"))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"number": "7/TB"}, "Chỉ ghi số"),
        ({"number": ""}, "bắt buộc"),
        ({"number": "7", "date_year": "2020"}, "trước ngày lập"),
        ({"number": "7\0"}, "Null"),
    ],
)
def test_a_number_not_in_order_says_why(sign_in, draft, said, message):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()

    answer = client.post(f"{LIST}{paper.pk}/number/", today(**said))

    assert answer.status_code == 422
    assert message.lower() in told(answer).lower()
    paper.refresh_from_db()
    assert paper.state == State.DRAFT


def test_a_number_already_given_is_told(sign_in, draft):
    client, one, two = sign_in(Role.CLERICAL_OFFICER), draft(), draft()
    client.post(f"{LIST}{one.pk}/number/", today(number="7"))

    answer = client.post(f"{LIST}{two.pk}/number/", today(number="7"))

    assert "Số này đã cấp" in told(answer)


def test_who_may_read_a_paper_may_not_number_it(sign_in, draft):
    client, paper = sign_in(Role.VERIFIER), draft()

    assert (
        client.post(f"{LIST}{paper.pk}/number/", today(number="7")).status_code == 403
    )
    assert "Nhập số văn bản" not in told(client.get(f"{LIST}{paper.pk}/"))


@pytest.mark.parametrize(
    ("method", "page"),
    [
        ("get", ""),
        ("get", "docx/"),
        ("get", "again/"),
        ("post", "number/"),
        ("post", "signed/"),
        ("post", "own-number/"),
    ],
)
def test_a_paper_of_another_unit_is_not_found(sign_in, draft, method, page):
    client, paper = sign_in(Role.PETITION_CLERK, "other"), draft()

    assert getattr(client, method)(f"{LIST}{paper.pk}/{page}").status_code == 404


def test_our_own_series_is_offered_only_by_setting(sign_in, draft, settings):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    address = f"{LIST}{paper.pk}/own-number/"

    assert client.post(address).status_code == 404
    settings.PAPER_SERIES = True
    client.post(address)

    paper.refresh_from_db()
    assert paper.number == "1"


def a_pdf():
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return SimpleUploadedFile("ban-ky.pdf", out.getvalue(), "application/pdf")


def test_the_signed_copy_is_kept_and_handed_out(sign_in, draft, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    client.post(f"{LIST}{paper.pk}/number/", today(number="7"))

    client.post(f"{LIST}{paper.pk}/signed/", {"file": a_pdf()})

    paper.refresh_from_db()
    answer = client.get(f"/files/{paper.file_id}/")
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.pdf", b"no pdf"),
        SimpleUploadedFile("a.txt", b"text"),
        SimpleUploadedFile("a.exe", b"MZ"),
    ],
)
def test_what_is_no_pdf_is_no_signed_copy(sign_in, draft, settings, tmp_path, upload):
    settings.FILES_DIR = tmp_path
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    client.post(f"{LIST}{paper.pk}/number/", today(number="7"))
    upload.seek(0)

    assert client.post(f"{LIST}{paper.pk}/signed/", {"file": upload}).status_code == 422


def test_a_paper_is_corrected_by_a_new_one(sign_in, draft):
    client, old = sign_in(Role.PETITION_CLERK), draft()

    page = told(client.get(f"{LIST}{old.pk}/again/"))
    assert FACTS["subject"] in page
    client.post(
        f"{LIST}{old.pk}/again/",
        {"subject": "Nội dung sửa", "reasons": "Lý do sửa", "signed_by": "deputy"},
    )

    new = Paper.objects.get(replaces=old)
    assert new.values["subject"] == "Nội dung sửa"
    assert new.head["post"] == "Phó chủ tịch"
    assert client.get(f"{LIST}{old.pk}/again/").status_code == 404


def test_the_sheet_goes_out_and_comes_back(sign_in, draft):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{LIST}to-number.xlsx").content)
    )
    for row in book.active.iter_rows():
        if row[0].value == paper.code:
            row[3].value, row[4].value = 9, f"{timezone.localdate():%d/%m/%Y}"
    out = io.BytesIO()
    book.save(out)

    upload = SimpleUploadedFile("so.xlsx", out.getvalue())
    page = told(client.post(f"{LIST}numbers/", {"file": upload}))

    assert "1 văn bản đã có số" in page
    paper.refresh_from_db()
    assert paper.number == "9"


def test_a_wrong_line_of_the_sheet_is_shown_with_its_reason(
    sign_in, draft, monkeypatch
):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    rows = [sheet.Row(4, paper.code, "x<b>", "1/1/2026")]
    monkeypatch.setattr(sheet, "read", lambda _data: rows)

    upload = SimpleUploadedFile("so.xlsx", b"PK")
    page = told(client.post(f"{LIST}numbers/", {"file": upload}))

    assert "x&lt;b&gt;" in page
    assert "Chỉ ghi số" in page


def test_what_is_no_sheet_is_refused(sign_in):
    client = sign_in(Role.CLERICAL_OFFICER)

    upload = SimpleUploadedFile("so.xlsx", b"nothing")
    answer = client.post(f"{LIST}numbers/", {"file": upload})

    assert answer.status_code == 422
    assert "Excel" in told(answer)


def test_the_list_shows_what_waits_unless_asked(sign_in, draft):
    client, one, two = sign_in(Role.CLERICAL_OFFICER), draft(), draft()
    client.post(f"{LIST}{one.pk}/number/", today(number="7"))

    assert one.code not in told(client.get(LIST))
    assert two.code in told(client.get(LIST))
    assert one.code in told(client.get(f"{LIST}?state=issued"))


def test_a_list_of_many_papers_costs_no_more(
    sign_in, draft, django_assert_max_num_queries
):
    client = sign_in(Role.CLERICAL_OFFICER)
    for _ in range(3):
        draft()
    client.get(LIST)

    with django_assert_max_num_queries(11):
        client.get(LIST)


def test_one_paper_has_a_budget(sign_in, draft, django_assert_max_num_queries):
    client, paper = sign_in(Role.CLERICAL_OFFICER), draft()
    client.get(LIST)

    with django_assert_max_num_queries(10):
        client.get(f"{LIST}{paper.pk}/")
