"""A reception book sent to the page: looked at, taken in, or handed back with faults."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.petitions.tests.conftest import text
from danvan.receptions.models import SealedVisit, Visit
from danvan.receptions.tests.conftest import at, session, visit
from danvan.receptions.tests.test_importing import GOOD, book, changed

pytestmark = pytest.mark.urls("danvan.config.urls_office")
PATH = "/receptions/book/import/"
WORDS = "chuyện kín canary"
SECRET = changed(A="3", C="Bí Danh; Ấp kín", E=WORDS, F="TC")
BAD = changed(A="4", F="gì đó")


@pytest.fixture
def send(sign_in, town):
    desk = sign_in(Role.RECEPTION_OFFICER)

    def post(data, choice, name="so.xlsx"):
        upload = SimpleUploadedFile(name, data, "application/octet-stream")
        said = {"unit": town.committee.pk, "choice": choice}
        return desk.post(PATH, {**said, "file": upload})

    return post


def test_looking_stores_nothing_and_says_what_it_found(send):
    page = send(book(GOOD, SECRET, BAD), "look")

    assert page.status_code == 200
    assert "chưa lưu gì" in text(page)
    assert "F6" in text(page)
    assert WORDS not in text(page)
    assert not Visit.objects.exists()
    assert not SealedVisit.objects.exists()


def test_the_good_rows_are_taken_in_and_the_others_told(send):
    page = send(book(GOOD, SECRET, BAD), "good")

    assert "F6" in text(page)
    assert (Visit.objects.count(), SealedVisit.objects.count()) == (1, 1)


def test_the_file_comes_back_with_a_column_of_faults(send, town):
    day = timezone.localdate().replace(year=2025, month=3, day=3)
    visit(session(town, on=day), when=at(day))  # takes the number of the good row

    response = send(book(GOOD, SECRET, BAD, changed(A="5")), "mark")

    page = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    faults = [page.cell(row, 13).value for row in range(2, 8)]
    assert (faults[0], faults[1]) == ("Lỗi", None)
    assert faults[2].startswith("A4 ")
    assert (faults[3], faults[5]) == (None, None)
    assert faults[4].startswith("F6 ")
    assert page.cell(4, 5).value == GOOD[4]
    assert Visit.objects.count() == 1


def test_a_corrected_copy_can_be_taken_in(send):
    copy = openpyxl.load_workbook(io.BytesIO(send(book(BAD), "mark").content))
    copy.worksheets[0]["F4"] = "KNPA"
    out = io.BytesIO()
    copy.save(out)

    send(out.getvalue(), "good")

    assert Visit.objects.get().number == 4


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xls", b"abc"),
        ("x.csv", b"STT"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 90),
        ("x.xlsx", book(GOOD)[:-300]),
        ("x.xlsx", b""),
    ],
)
@pytest.mark.parametrize("choice", ["look", "good", "mark"])
def test_what_is_no_book_says_why(send, name, data, choice):
    page = send(data, choice, name)

    assert page.status_code == 422
    assert "govuk-error-summary" in page.content.decode()
