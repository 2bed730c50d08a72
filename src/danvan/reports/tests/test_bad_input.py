"""Bad input: a 4xx, a message that names the cure, and nothing half-stored."""

import unicodedata

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.files.tests import samples
from danvan.journal.models import Entry
from danvan.readers.errors import MESSAGES
from danvan.reports import services
from danvan.reports.models import Check, Figure, Report
from danvan.reports.tests.conftest import FIRST, TEXT, browser

UPLOAD = "/reports/new/"
ENCRYPTED = samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))

FILES = [
    ("a.png", samples.picture("PNG"), 400, "Hãy lưu thành DOCX, PDF"),
    ("a.exe", samples.EXE, 400, "Hãy lưu thành DOCX, PDF"),
    (
        "a.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        400,
        "Hãy lưu thành DOCX",
    ),
    ("a.zip", samples.archive_of({"a": b"b"}), 400, "Hãy lưu thành DOCX, PDF"),
    ("broken.docx", samples.word()[:-200], 400, "lưu lại rồi thử lại"),
    ("broken.xlsx", samples.excel()[:300], 400, "lưu lại rồi thử lại"),
    ("broken.pdf", samples.pdf()[:200], 400, "lưu lại rồi thử lại"),
    ("text.docx", TEXT.encode(), 400, "lưu lại rồi thử lại"),
    ("scan.pdf", samples.pdf(pages=2), 400, "tệp Word gốc"),
    ("locked.pdf", ENCRYPTED, 400, "Hãy bỏ mật khẩu"),
    ("locked.docx", samples.encrypted_office(), 400, "Hãy bỏ mật khẩu"),
    ("locked.xlsx", samples.encrypted_part(), 400, "Hãy bỏ mật khẩu"),
    ("empty.txt", b"", 400, "Hãy chọn tệp có nội dung"),
    ("blank.txt", b" \n\t ", 400, "Hãy chọn tệp có nội dung"),
    (
        "blank.docx",
        samples.word_with({}, base=samples.empty_word()),
        400,
        "Hãy chọn tệp",
    ),
    ("fifty.txt", b"12 " * (50 * 1024 * 1024 // 3), 413, "chia thành nhiều phần"),
    ("bomb.docx", samples.document_bomb(), 400, "quá lớn"),
    ("secret.txt", f"TỐI MẬT\n{TEXT}".encode(), 400, "không được lưu"),
    ("secret.docx", samples.word("MẬT"), 400, "không được lưu"),
]


@pytest.mark.parametrize(
    ("name", "data", "status", "cure"), FILES, ids=[f[0] for f in FILES]
)
def test_a_bad_file_is_answered_with_the_cure(page_of, name, data, status, cure):
    response = page_of.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})

    found = response.content.decode()
    assert response.status_code == status
    assert cure in found
    assert "govuk-error-summary" in found
    assert not Report.objects.exists()
    assert not Entry.objects.exists()


def test_the_message_is_in_the_readers_language(page_of):
    page_of.cookies["danvan_language"] = "en"

    response = page_of.post(UPLOAD, {"file": SimpleUploadedFile("a.exe", samples.EXE)})

    assert "Save it as DOCX, PDF" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "cure"),
    [
        ({}, "Chọn một tệp hoặc dán văn bản"),
        ({"text": "   "}, "Chọn một tệp hoặc dán văn bản"),
        ({"text": "a\x00b 12 đơn"}, "Sao chép lại"),
        ({"text": "MẬT\nCó 12 đơn"}, "không được lưu"),
        ({"text": "a", "title": "b" * 200}, "120"),
        ({"text": TEXT, "unit": "999999"}, None),
        ({"text": TEXT, "unit": "x"}, None),
    ],
)
def test_missing_and_wrong_fields_are_answered_with_the_cure(page_of, fields, cure):
    response = page_of.post(UPLOAD, fields)

    if cure is None:  # who sits in one unit is not asked which
        assert response.status_code == 302
    else:
        assert response.status_code == 400
        assert cure in response.content.decode()
        assert not Report.objects.exists()


def test_who_sits_in_two_units_is_asked_which(compiler, commune, other):
    Membership.objects.create(
        user=compiler, unit=other, role=Role.REPORT_COMPILER, valid_from=FIRST
    )
    page = browser(compiler)

    assert page.post(UPLOAD, {"text": TEXT}).status_code == 400
    assert page.post(UPLOAD, {"text": TEXT, "unit": "999999"}).status_code == 400
    assert page.post(UPLOAD, {"text": TEXT, "unit": str(other.pk)}).status_code == 302
    assert Report.objects.get().unit == other


def test_file_and_text_together_are_one_too_many(page_of):
    file = SimpleUploadedFile("a.txt", TEXT.encode())

    response = page_of.post(UPLOAD, {"file": file, "text": TEXT})

    assert response.status_code == 400
    assert "không gửi cả hai" in response.content.decode()


LONG = "Tiếp nhận đơn thư của công dân.\n" * 10_000  # 320,000 characters


def test_a_long_text_is_refused_with_the_command_that_reads_it(page_of):
    file = SimpleUploadedFile("a.txt", LONG.encode())

    response = page_of.post(UPLOAD, {"file": file})

    assert response.status_code == 400
    assert "danvan audit" in response.content.decode()
    assert not Report.objects.exists()


def test_a_long_pasted_text_is_not_lost(page_of, settings):
    """In the office's process; 3 MB as bytes, more than the public may send."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

    response = page_of.post(UPLOAD, {"text": LONG * 7})

    assert response.status_code == 400
    assert response.content.decode().count("Tiếp nhận đơn thư") == 70_000


def test_the_message_names_the_bound_that_holds():
    assert f"{services.LONGEST:,}" in MESSAGES["too_long"]["en"]


def test_a_file_with_nul_bytes_never_crashes(page_of):
    file = SimpleUploadedFile("a.txt", b"12 \x00 \xc4\x91\xc6\xa1n")

    response = page_of.post(UPLOAD, {"file": file})

    assert response.status_code in {302, 400}
    assert Report.objects.count() == (1 if response.status_code == 302 else 0)


def test_text_in_nfd_is_read_like_any_other(page_of):
    file = SimpleUploadedFile("a.txt", unicodedata.normalize("NFD", TEXT).encode())

    assert page_of.post(UPLOAD, {"file": file}).status_code == 302
    assert Check.objects.filter(holds=False, computed="1731").exists()


def test_a_word_file_is_received(page_of):
    file = SimpleUploadedFile("a.docx", samples.word(TEXT))

    response = page_of.post(UPLOAD, {"file": file}, follow=True)

    assert response.status_code == 200
    assert Check.objects.filter(holds=False, computed="1731").exists()


def test_pasted_text_is_received_and_the_second_time_found_again(page_of):
    first = page_of.post(UPLOAD, {"text": TEXT})
    second = page_of.post(UPLOAD, {"text": TEXT}, follow=True)

    assert second.redirect_chain[-1][0] == first.url
    assert "đã được đưa vào trước đây" in second.content.decode()
    assert Report.objects.count() == 1
    assert Figure.objects.count() == 7


@pytest.mark.parametrize(
    "url",
    [
        "/reports/00000000-0000-0000-0000-000000000000/",
        "/reports/00000000-0000-0000-0000-000000000000/audit.json",
        "/reports/00000000-0000-0000-0000-000000000000/corrected/",
        "/reports/1/",
        "/reports/%00/",
    ],
)
def test_a_wrong_address_is_not_found(page_of, url):
    assert page_of.get(url).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 5000, "page=-1", "page=x", "page=99999999999999999999"],
)
def test_a_wrong_query_shows_the_list(page_of, query):
    assert page_of.get(f"/reports/?{query}").status_code == 200


def test_a_leader_reads_but_gives_nothing_in(leader):
    assert browser(leader).get(reverse("reports:upload")).status_code == 403
