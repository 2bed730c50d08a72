"""A unit's register comes in: looked at, taken in, handed back; nothing half-stored."""

import datetime
import hashlib
import io
import re

import openpyxl
import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.petitions.imported import ColumnMap, Import, ImportedRow
from danvan.petitions.models import Deadline, Petition, Reply, Step
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.workbooks import (
    COMPLAINT,
    FEEDBACK,
    HEADS,
    SECRET,
    SECRET_NAME,
    SECRET_WORDS,
    cells,
    upload,
    workbook,
)
from danvan.vault.models import SealedCase
from danvan.vault.scope import scoped

pytestmark = pytest.mark.urls("danvan.config.urls_office")
PATH = "/petitions/import/"
BAD = ("4", "32/13/2025", "Người Mẫu Ba", "Ấp 3", "Thơ", "Ruộng ngập", "", "", "")


@pytest.fixture
def desk(sign_in):
    return sign_in(Role.PETITION_CLERK)


@pytest.fixture
def send(desk, town):
    def post(data, choice="look", seen=None, **more):
        said = {"unit": town.committee.pk, "format": "register", "choice": choice}
        said["seen"] = hashlib.sha256(data).hexdigest() if seen is None else seen
        return desk.post(PATH, {**said, "file": upload(data), **more})

    return post


def sealed(unit):
    with scoped(user_id="", units=[unit.pk]):
        return list(SealedCase.objects.order_by("received_on"))


def test_looking_stores_nothing_and_says_what_it_found(send):
    page = send(workbook(FEEDBACK, COMPLAINT, BAD), seen="")

    assert page.status_code == 200
    assert "E4" in text(page)
    assert "Khiếu nại" in text(page)
    assert not Petition.objects.exists()
    assert not Import.objects.exists()


def test_a_register_becomes_letters_with_their_history(send, town):
    page = send(workbook(FEEDBACK, COMPLAINT), "all")

    assert "2 đơn" in text(page)
    first, second = Petition.objects.order_by("received_on")
    assert first.received_on == datetime.date(2025, 3, 3)
    assert (first.state, first.name) == ("received", "Người Mẫu Một")
    running = Deadline.objects.filter(petition=first)
    assert [d.code for d in running] == ["DL-XLD-01", "DL-KNPA-01"]
    assert first.due == min(d.due for d in running)
    assert all(d.trace for d in Deadline.objects.all())
    assert second.state == "closed"
    verbs = [s.verb for s in Step.objects.filter(petition=second).order_by("seq")]
    assert (verbs[0], verbs[-2:]) == ("receive", ["answer", "close"])
    assert Reply.objects.get().text == "Giữ nguyên"
    assert second.version == len(verbs)


def test_the_term_of_an_old_letter_is_that_of_its_day(send):
    """A complaint of 2025 has 10 calendar days, not the 7 working days of today."""
    open_one = (*COMPLAINT[:6], "", "", "")
    send(workbook(open_one), "all")

    term = Deadline.objects.get(code="DL-KN-01")
    assert (term.start, term.due.isoformat()) == (
        datetime.date(2025, 3, 4),
        "2025-03-14",
    )


def test_with_one_bad_row_all_or_none_takes_none(send):
    page = send(workbook(FEEDBACK, BAD), "all")

    assert "chưa nhập dòng nào" in text(page)
    assert not Petition.objects.exists()


def test_only_the_good_rows_can_be_taken(send):
    send(workbook(FEEDBACK, BAD, COMPLAINT), "good")

    assert Petition.objects.count() == 2


def test_a_file_nobody_looked_at_is_not_taken_in(send):
    page = send(workbook(FEEDBACK), "good", seen="")

    assert "chưa được xem trước" in text(page)
    assert not Petition.objects.exists()


def test_the_same_file_twice_makes_no_doubles(send):
    data = workbook(FEEDBACK, COMPLAINT, SECRET)
    send(data, "all")

    page = send(data, "all")

    assert "0 đơn" in text(page)
    assert Petition.objects.count() == 2
    assert Import.objects.count() == 1


def test_a_row_that_came_before_makes_no_double_in_a_longer_file(send):
    send(workbook(FEEDBACK), "all")

    send(workbook(COMPLAINT, FEEDBACK), "all")

    assert Petition.objects.count() == 2


def test_the_same_row_twice_in_a_file_is_one_letter(send):
    send(workbook(FEEDBACK, FEEDBACK), "all")

    assert Petition.objects.count() == 1


def test_a_whole_register_is_one_line_of_the_journal(send, town):
    data = workbook(FEEDBACK, COMPLAINT)
    before = Entry.objects.count()

    send(data, "all")

    line = Entry.objects.get(action="petition.import")
    assert Entry.objects.count() == before + 1
    assert line.changes["file"] == [None, hashlib.sha256(data).hexdigest()]
    assert line.changes["rows"] == [None, "2"]


def test_of_a_denunciation_day_and_end_alone_reach_the_vault(send, town):
    page = send(workbook(FEEDBACK, SECRET))
    assert "đơn tố cáo" in text(page)
    assert SECRET_NAME not in text(page)

    send(workbook(FEEDBACK, SECRET), "all")

    (case,) = sealed(town.committee)
    assert (case.received_on, case.on_paper) == (datetime.date(2025, 3, 5), True)
    assert case.state == "closed"
    assert Petition.objects.count() == ImportedRow.objects.count() == 1


def test_no_word_of_a_denunciation_stands_anywhere(send, town):
    from django.apps import apps

    send(workbook(SECRET, FEEDBACK), "all")

    everything = "".join(
        str(row)
        for model in apps.get_models()
        for row in model._base_manager.values_list()
    )
    assert "Người Mẫu Một" in everything
    for word in (SECRET_NAME, SECRET_WORDS, "kết luận kín", "Ấp kín"):
        assert word not in everything
        assert hashlib.sha256(word.encode()).hexdigest() not in everything


def test_two_denunciations_of_a_day_are_two_and_stay_two(send, town):
    bare = ("", *SECRET[1:])
    data = workbook(bare, bare)
    send(data, "all")
    send(data, "all")

    assert len(sealed(town.committee)) == 2


def test_a_file_of_denunciations_alone_leaves_no_batch(send):
    send(workbook(SECRET), "all")

    assert not Import.objects.exists()
    assert not Entry.objects.filter(action="petition.import").exists()


@pytest.mark.parametrize(
    ("place", "value", "cell", "reason", "accepted"),
    [
        (1, "", "B2", "không được để trống", ""),
        (1, "31/02/2025", "B2", "Không đọc được ngày", "27/03/2026"),
        (1, "1/1/1999", "B2", "01/01/2000", ""),
        (1, "01/01/2099", "B2", "đến hôm nay", ""),
        (2, "a" * 121, "C2", "120", ""),
        (4, "", "E2", "không được để trống", "Khiếu nại"),
        (4, "Khiếu nại, tố cáo", "E2", "Không hiểu", "Tố cáo"),
        (5, "", "F2", "không được để trống", ""),
        (6, "Bỏ xó", "G2", "Không hiểu", "Đang giải quyết"),
        (7, "01/03/2025", "H2", "trước ngày nhận đơn", ""),
    ],
)
def test_a_bad_cell_is_named_with_reason_and_accepted_values(
    send, place, value, cell, reason, accepted
):
    row = list(COMPLAINT)
    row[place] = value

    page = text(send(workbook(row)))

    assert cell in page
    assert reason in page
    assert accepted in page


def test_the_file_comes_back_with_a_column_of_faults(send):
    data = workbook(FEEDBACK, BAD, COMPLAINT)

    response = send(data, "mark")

    rows = cells(response.content)
    assert rows[0][:9] == list(HEADS)
    assert rows[0][9] == "Lỗi"
    assert [row[9] for row in rows[1:]][::2] == [None, None]
    assert rows[2][9].startswith("E3 ")
    assert "Khiếu nại" in rows[2][9]
    assert not Petition.objects.exists()


def test_a_corrected_copy_can_be_taken_in(send):
    book = openpyxl.load_workbook(
        io.BytesIO(send(workbook(FEEDBACK, BAD), "mark").content)
    )
    page = book.worksheets[0]
    page["B3"], page["E3"] = "05/05/2025", "Kiến nghị"
    out = io.BytesIO()
    book.save(out)

    send(out.getvalue(), "all")

    assert Petition.objects.count() == 2


def test_a_formula_comes_back_as_text_and_is_never_computed(send):
    evil = list(FEEDBACK)
    evil[3] = '=HYPERLINK("http://x","y")'

    response = send(workbook(evil, BAD), "mark")

    import zipfile

    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert cells(response.content)[1][3] == '=HYPERLINK("http://x","y")'


def test_columns_are_asked_for_and_remembered(send, town):
    heads = ("Mã", "Hôm đến", "Ai", "Ở đâu", "Loại đơn", "Nội dung", "a", "b", "c")
    data = workbook(FEEDBACK, heads=heads)
    page = send(data)
    assert page.status_code == 422
    assert "Ngày nhận" in text(page)
    chosen = {"column_received_on": "hom den", "column_kind": "loai don"}
    chosen |= {"column_what": "noi dung", "column_name": "ai"}

    send(data, "all", **chosen)

    assert Petition.objects.get().name == "Người Mẫu Một"
    assert ColumnMap.objects.get().columns["name"] == "ai"
    assert "Sẽ thành đơn" in text(send(workbook(COMPLAINT, heads=heads)))


def test_titles_above_and_numbered_columns_are_no_rows(send):
    above = [("SỔ THEO DÕI ĐƠN",), ("Năm 2025",)]
    numbers = tuple(str(n) for n in range(1, 10))

    send(workbook(numbers, FEEDBACK, above=above), "all")

    assert Petition.objects.get().received_on == datetime.date(2025, 3, 3)


def test_cells_that_excel_keeps_as_dates_and_numbers_are_read(send):
    row = (1, datetime.date(2025, 3, 3), "Người Mẫu", 912345678, "KN", "Đất")
    heads = ("STT", "Ngày nhận", "Họ tên", "Điện thoại", "Loại đơn", "Nội dung")

    send(workbook(row, heads=heads), "all")

    petition = Petition.objects.get()
    assert petition.phone == "0912345678"
    assert petition.received_on == datetime.date(2025, 3, 3)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.xlsx", b"", "trống"),
        ("x.xls", b"abc", ".xlsx"),
        ("x.xlsm", b"PK\x03\x04", ".xlsx"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0", "Tệp"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 90, "Tệp"),
        ("x.xlsx", workbook(FEEDBACK)[:-300], "Tệp"),
        ("x.xlsx", workbook(heads=("a", "b")), "tên cột"),
        ("x.csv", b"STT,Ng\xc3\xa0y", ".xlsx"),
    ],
)
def test_what_is_no_register_says_why_and_stores_nothing(
    desk, town, name, data, message
):
    said = {"unit": town.committee.pk, "format": "register", "choice": "good"}

    page = desk.post(PATH, {**said, "file": upload(data, name)})

    assert page.status_code == 422
    assert message in text(page)
    assert not Petition.objects.exists()


def test_macros_are_refused_whatever_the_file_is_called(desk, town):
    import zipfile

    book = io.BytesIO(workbook(FEEDBACK))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    said = {"unit": town.committee.pk, "format": "register", "choice": "look"}

    page = desk.post(PATH, {**said, "file": upload(book.getvalue())})

    assert page.status_code == 422
    assert "macro" in text(page)


def test_vast_merged_cells_are_refused(send):
    book = openpyxl.load_workbook(io.BytesIO(workbook(FEEDBACK)))
    out = io.BytesIO()
    book.save(out)
    data = _with(
        out.getvalue(),
        rb"</sheetData>",
        rb'</sheetData><mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>',
    )

    page = send(data, "mark")

    assert page.status_code == 422


def _with(data, old, new):
    import zipfile

    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            body = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                body = body.replace(old, new)
            after.writestr(name, body)
    return out.getvalue()


def test_who_does_not_screen_takes_no_register_in(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)

    assert client.get(PATH).status_code == 403


def test_a_register_of_a_strange_unit_is_refused(send, town):
    page = send(workbook(FEEDBACK), "all", unit=town.stranger.pk)

    assert page.status_code == 422
    assert not Petition.objects.exists()


def test_two_thousand_rows_cost_few_queries(send, django_assert_max_num_queries):
    rows = [(str(n), *FEEDBACK[1:]) for n in range(2000)]
    data = workbook(*rows)

    with django_assert_max_num_queries(60):
        send(data, "all")

    assert Petition.objects.count() == 2000
    numbers = Petition.objects.values_list("number", flat=True)
    assert all(re.fullmatch(r"DV25-.*", number) for number in numbers)
    assert timezone.localdate() >= Petition.objects.first().received_on
