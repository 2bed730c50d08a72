"""The catalogue of indicators as pages."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from danvan.accounts.rights import Role
from danvan.core.indicators import catalogue
from danvan.indicators import catalogue_words

LIST = reverse("indicators:catalogue")


def page_of(code):
    return f"{LIST}{code}/"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def reader(compiler):
    return compiler.client


def test_the_list_is_paged_and_narrowed_by_group_and_words(reader):
    assert text(reader.get(LIST)).count("<tr") == 31
    group = text(reader.get(LIST, {"group": "MC"}))
    assert "MC04a" in group
    assert "QT01" not in group
    words = text(reader.get(LIST, {"q": "nong thon moi"}))
    assert "NTM01" in words
    assert "QT01" not in words
    assert "Không có chỉ tiêu nào" in text(reader.get(LIST, {"q": "xyz"}))


def test_a_ratio_is_explained_with_what_it_is_divided_by(reader):
    page = text(reader.get(page_of("GQ02")))
    for said in ("Tử số", "Mẫu số", "Đơn khiếu nại đã giải quyết", page_of("XLD06")):
        assert said in page
    assert "Thanh tra tỉnh" in page


def test_a_change_names_the_year_before(reader):
    assert "cùng kỳ năm trước" in text(reader.get(page_of("TCD14")))


def test_a_book_is_named_and_the_sheets_that_ask(reader):
    page = text(reader.get(page_of("QT01")))
    assert "Công tác dân vận chính quyền" in page
    assert "Sở Nội vụ" in page
    assert "/registers/books/dissemination-sessions/" in page


def test_english_is_complete(reader):
    with translation.override("en"):
        found = catalogue_words.explained("GQ02")
    assert found.line.name == "Share of complaints settled"
    assert found.owner == "the provincial inspectorate"


def test_an_indicator_nobody_knows_is_not_found(reader):
    assert reader.get(page_of("QT99")).status_code == 404


@pytest.mark.parametrize("code", catalogue.known())
def test_everything_about_an_indicator_can_be_said(code):
    for language in ("vi", "en"):
        with translation.override(language):
            found = catalogue_words.explained(code)
            assert found.line.name
            assert found.sheets or found.row.formula


def test_the_list_comes_as_a_sheet(reader):
    answer = reader.get(f"{LIST[:-1]}.xlsx", {"group": "GQ"})
    rows = list(
        openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(
            values_only=True
        )
    )
    codes = {row[0] for row in rows}
    assert "GQ02" in codes
    assert "QT01" not in codes


@pytest.mark.parametrize("address", [LIST, page_of("GQ02")])
def test_the_catalogue_asks_the_database_nothing_but_who_reads(
    reader, address, django_assert_max_num_queries
):
    reader.get(address)
    with django_assert_max_num_queries(8) as seen:
        reader.get(address)
    assert not [q for q in seen.captured_queries if "indicators_" in q["sql"]]


def test_who_has_no_forms_sees_no_catalogue(place, person):
    stranger = person(place.commune, Role.KEY_HOLDER)
    assert stranger.client.get(LIST).status_code == 403
