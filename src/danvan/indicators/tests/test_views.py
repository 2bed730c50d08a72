"""The pages: who sees which, what they say, what they send."""

import io

import openpyxl
import pytest

from danvan.accounts.rights import Role
from danvan.indicators.models import FilledForm, FormCell, Source, State
from danvan.indicators.tests.conftest import (
    QUARTER,
    counted,
    filled_out,
    letter,
    signed,
)

PERIOD = QUARTER.key


def address(unit, slug="01-xld-2024", period=PERIOD, part="own", rest=""):
    return f"/forms/{unit.pk}/{period}/{slug}/{part}/{rest}"


def test_the_list_shows_the_forms_of_the_period(place, compiler):
    page = compiler.client.get(f"/forms/?period={PERIOD}").content.decode()

    assert "01/XLD" in page
    assert "Quý III/2025" in page
    assert "Chưa lập" in page


def test_forms_without_columns_say_so(place, compiler):
    listed = compiler.client.get("/forms/?period=2026-q3").content.decode()
    page = compiler.client.get(
        address(place.commune, "02-xld-2025", "2026-q3")
    ).content.decode()

    assert listed.count("chưa nạp biểu mẫu") == 6
    assert "Chưa nạp biểu mẫu" in page
    assert "17/09/2026" in page


def test_counting_fills_the_page(place, compiler):
    letter(place.commune)
    url = address(place.commune)

    answer = compiler.client.post(f"{url}count/", follow=True)

    page = answer.content.decode()
    assert "Đếm từ hồ sơ" in page
    assert "1=2+3=4+5" in page
    assert "Các số đã có đều khớp" in page


def test_a_column_nobody_counts_says_that_it_has_no_source(place, compiler):
    """Empty is not zero: what nobody knows stands there as not known."""
    url = address(place.commune, "02-xld-2024")
    compiler.client.post(f"{url}count/")

    def said(column):
        page = compiler.client.get(url).content.decode()
        return page.split(f'id="c{column}"')[1].split("</tr>")[0]

    assert "Chưa có nguồn" in said(18)
    assert "Chưa có nguồn" not in said(16)
    compiler.client.post(f"{url}18/enter/", {"nothing": "on"})
    assert "Chưa có nguồn" not in said(18)
    assert "Không phát sinh" in said(18)


def test_what_does_not_add_up_is_said_in_words(place, compiler):
    filled = filled_out(compiler)
    FormCell.objects.filter(filled=filled, column="5").update(value=4)

    page = compiler.client.get(address(place.commune)).content.decode()

    assert "phải bằng cột 4 + cột 5" in page
    assert "hiện là 0 và 4" in page


def test_numbers_lead_to_records_for_those_who_may_read_them(place, compiler, person):
    petition = letter(place.commune)
    counted(compiler)
    both = person(place.commune, Role.REPORT_COMPILER, Role.PETITION_CLERK)
    url = address(place.commune, rest="3/behind/")

    assert url not in compiler.client.get(address(place.commune)).content.decode()
    assert url in both.client.get(address(place.commune)).content.decode()
    assert petition.number in both.client.get(url).content.decode()
    assert petition.number not in compiler.client.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "status", "source"),
    [
        ({"value": "2", "reason": "Sổ theo dõi"}, 302, Source.ENTERED),
        ({"nothing": "on"}, 302, Source.NOTHING),
        ({"value": "2"}, 400, None),
        ({"value": "2,5", "reason": "Sổ"}, 400, None),
        ({"value": "-2", "reason": "Sổ"}, 400, None),
        ({"value": "9" * 40, "reason": "Sổ"}, 400, None),
        ({"value": "x", "reason": "Sổ"}, 400, None),
        ({"value": "2", "nothing": "on"}, 400, None),
        ({}, 400, None),
    ],
)
def test_a_value_is_entered_with_its_reason(place, compiler, sent, status, source):
    filled = counted(compiler, "02-xld-2024")
    url = address(place.commune, "02-xld-2024", rest="18/enter/")

    answer = compiler.client.post(url, sent)

    assert answer.status_code == status
    cell = FormCell.objects.filter(filled=filled, column="18").first()
    assert (cell.source if cell else None) == source


def test_a_form_is_filled_signed_and_sent(place, compiler):
    browser, url = compiler.client, address(place.commune)
    for verb in ("count", "nothing", "sign", "send"):
        browser.post(f"{url}{verb}/")

    (filled,) = FilledForm.objects.all()
    assert filled.state == State.SENT
    browser.post(f"{url}reopen/", {"reason": "Sót đơn"})
    assert FilledForm.objects.get().state == State.DRAFT


def test_what_cannot_be_done_is_said_and_breaks_nothing(place, compiler):
    browser, url = compiler.client, address(place.commune)
    for verb in ("sign", "send", "reopen", "note"):
        answer = browser.post(f"{url}{verb}/", follow=True)
        assert answer.status_code == 200
    assert browser.post(f"{url}nothing/").status_code == 404
    signed(compiler)
    for verb in ("count", "note", "sign"):
        assert browser.post(f"{url}{verb}/", follow=True).status_code == 200


def test_a_leader_reads_and_changes_nothing(place, compiler, person):
    counted(compiler)
    leader = person(place.commune, Role.UNIT_LEADER).client

    assert leader.get(address(place.commune)).status_code == 200
    assert leader.post(address(place.commune, rest="count/")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "{other}/2025-q3/01-xld-2024/own/",
        "{own}/2025-q3/01-xld-2024/sum/",
        "{own}/2025-q9/01-xld-2024/own/",
        "{own}/2026-q3/01-xld-2024/own/",
        "{own}/2025-q3/99-xld-2024/own/",
        "{own}/2025-q3/01-xld-2024/else/",
        "{own}/2025-q3/01-xld-2024/own/99/behind/",
        "{own}/2025-q3/01-xld-2024/own/3/enter/",
        "{own}/2026-q3/02-xld-2025/own/print/",
        "{own}/2026-q3/02-xld-2025/own/form.xlsx",
    ],
)
def test_what_is_not_the_viewers_is_not_there(place, compiler, neighbour, path):
    counted(neighbour)
    counted(compiler)
    ids = {"own": place.commune.pk, "other": place.other.pk}

    assert compiler.client.get("/forms/" + path.format(**ids)).status_code == 404


def test_a_sum_shows_who_brought_what(place, compiler, provincial):
    letter(place.commune)
    signed(compiler)
    browser = provincial.client
    url = address(place.department, part="sum")

    page = browser.post(f"{url}count/", follow=True).content.decode()
    behind = browser.get(f"{url}3/behind/").content.decode()

    assert "1 trên 4 đơn vị đã ký" in page
    assert "Đơn vị T1.1" in behind
    assert "chưa ký" in behind


def test_the_sheet_comes_out_with_the_official_columns(place, compiler):
    letter(place.commune)
    filled = filled_out(compiler)
    FilledForm.objects.filter(pk=filled.pk).update(note='=HYPERLINK("x")')

    answer = compiler.client.get(address(place.commune, rest="form.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (codes,) = (row for row in rows if row[0] == "MS")
    assert codes[1:7] == ["1=2+3=4+5", "2", "3", "4", "5", "6=8+9+10=11+12+13=14+18"]
    own = next(row for row in rows if row[0] == "Đơn vị T1.1")
    assert own[3] == 1
    assert own[-1] == '=HYPERLINK("x")'
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert rows[-1][0] == "TỔNG CỘNG"
    assert rows[-1][1:23] == own[1:23]


def test_the_printed_sheet_has_the_row_of_codes(place, compiler):
    filled_out(compiler, "01-tcd-2024")

    page = compiler.client.get(
        address(place.commune, "01-tcd-2024", rest="print/")
    ).content.decode()

    assert "3=6+7+15+16+24+25" in page
    assert "Trong đó đoàn đông người" in page
