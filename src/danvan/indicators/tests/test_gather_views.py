"""The pages of gathering: many files in one form, looked at first, then taken in."""

import io
import zipfile
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.accounts.rights import Role
from danvan.indicators import gather_views
from danvan.indicators.models import Value
from danvan.indicators.tests import filled
from danvan.orgs.models import Unit
from danvan.readers import xlsx

ADDRESS = "/forms/gather/"
QUERY = f"?sheet=inspectorate&period={filled.PERIOD.key}"


@pytest.fixture
def browser(provincial):
    return provincial.client


@pytest.fixture
def send(browser, place):
    names = count(1)

    def do(*bodies):
        files = [SimpleUploadedFile(f"tep-{next(names)}.xlsx", b) for b in bodies]
        return browser.post(ADDRESS + QUERY, {"sheets": files})

    return do


def whole(place, unit, **amounts):
    return filled.workbook(place.province, unit, every=0, amounts=amounts)


def said(answer):
    if answer.streaming:
        return b"".join(answer).decode()
    return answer.content.decode()


def test_what_came_is_missing_and_wrong_is_told_and_nothing_stored(place, send):
    answer = send(whole(place, place.commune, TCD02="12"), b"PK\x03\x04broken")

    page = said(answer)
    assert answer.status_code == 200
    assert "Ô ghi chữ, cần ghi số" in page
    assert "D11" in page
    assert "1 / 3" in page
    assert place.other.name in page
    assert "tep-2.xlsx" in page
    assert not Value.objects.exists()


def test_what_was_looked_at_is_taken_in_without_the_files(place, send, browser):
    looked = send(whole(place, place.commune))
    sealed = looked.context["take"].initial["seen"]

    answer = browser.post(f"{ADDRESS}take/{QUERY}", {"seen": sealed, "reason": ""})

    assert f"Đã nhập {len(filled.codes())} số liệu." in said(answer)
    assert Value.objects.filter(unit=place.commune).count() == len(filled.codes())


def test_the_workbook_of_faults_names_the_file(place, send, browser):
    looked = send(whole(place, place.commune, TCD02=-4))
    sealed = looked.context["take"].initial["seen"]

    answer = browser.post(f"{ADDRESS}sheet/{QUERY}", {"seen": sealed})

    _figures, (_name, _top, _left, faults) = xlsx.grids(answer.content)
    (row,) = [row for row in faults if row[4] == "TCD02"]
    assert row[2:4] == ["tep-1.xlsx", "D11"]


@pytest.mark.parametrize("seen", ["", "x", "eyJhIjoxfQ:1x:abc"])
def test_what_this_house_did_not_look_at_is_not_taken(browser, place, seen):
    answer = browser.post(f"{ADDRESS}take/{QUERY}", {"seen": seen})

    assert answer.status_code == 422
    assert "Hãy chọn lại các tệp" in said(answer)
    assert not Value.objects.exists()


def test_what_another_looked_at_is_not_taken(place, send, person):
    sealed = send(whole(place, place.commune)).context["take"].initial["seen"]
    other = person(place.department, Role.PROVINCIAL_COMPILER).client

    answer = other.post(f"{ADDRESS}take/{QUERY}", {"seen": sealed})

    assert answer.status_code == 422


def test_what_was_looked_at_for_one_period_is_not_taken_for_another(
    place, send, browser
):
    sealed = send(whole(place, place.commune)).context["take"].initial["seen"]
    query = "?sheet=inspectorate&period=2025-year"

    answer = browser.post(f"{ADDRESS}take/{query}", {"seen": sealed})

    assert answer.status_code == 422


def test_no_file_is_said_to_be_missing(send):
    answer = send()

    assert answer.status_code == 422
    assert "Hãy chọn các tệp Excel." in said(answer)


def test_many_files_grow_on_the_page(place, send, monkeypatch, transactional_db):
    monkeypatch.setattr(gather_views, "MANY", 1)

    page = said(send(whole(place, place.commune), whole(place, place.other)))

    assert "Đã xong 2 trong 2" in page or "Đã xong 1 trong 2" in page
    assert "2 / 3" in page
    assert page.rstrip().endswith("</html>")


def test_a_bomb_is_refused_and_the_others_are_taken(place, send):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (130 * 1024 * 1024))

    page = said(send(out.getvalue(), whole(place, place.commune)))

    assert "tep-1.xlsx" in page
    assert "1 / 3" in page


def test_the_empty_sheet_locks_everything_but_the_figures(place, browser):
    import openpyxl

    unit = place.commune.pk
    body = browser.get(f"{ADDRESS}blank.xlsx{QUERY}&unit={unit}").content

    page = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    assert page.protection.sheet
    assert page["B6"].value == place.commune.code
    assert page["B6"].protection.locked
    assert page["A10"].protection.locked
    assert not page["D10"].protection.locked
    assert page.data_validations.dataValidation


def test_the_sheet_for_all_offers_the_units_to_choose(place, browser):
    import openpyxl

    body = browser.get(f"{ADDRESS}blank.xlsx{QUERY}").content

    book = openpyxl.load_workbook(io.BytesIO(body))
    assert not book.worksheets[0]["B6"].protection.locked
    assert place.commune.code in [row[0].value for row in book.worksheets[1].rows]


@pytest.mark.parametrize("role", [Role.REPORT_COMPILER, Role.UNIT_LEADER])
def test_who_adds_nothing_up_gathers_nothing(place, person, role):
    who = person(place.province, role).client

    assert who.get(ADDRESS).status_code == 403
    assert who.post(f"{ADDRESS}take/").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["?place=0", "?place=x", "?sheet=none", "?period=none", "?period=2999-q1"],
)
def test_what_is_not_there_is_not_found(browser, place, query):
    assert browser.get(f"{ADDRESS}blank.xlsx{query}").status_code == 404


def test_a_place_of_somebody_else_is_not_found(place, person):
    elsewhere = person(place.commune, Role.PROVINCIAL_COMPILER).client

    answer = elsewhere.get(f"{ADDRESS}{QUERY}&place={place.province.pk}")

    assert answer.status_code == 404


def test_a_unit_is_chosen_by_a_plain_number(place, browser):
    """A thousand units and more: their numbers are not parted by a dot."""
    Unit.objects.create(
        pk=1234567,
        code="T1.9",
        name="Xã Số Lớn",
        level=place.commune.level,
        kind=place.commune.kind,
        parent=place.province,
    )

    page = said(browser.get(ADDRESS + QUERY))

    assert 'value="1234567"' in page
    assert "dv-navigation" in page
