"""What holds for every public page."""

import html5lib
import pytest
from django.db import OperationalError
from django.test import Client

from danvan.portal import cookies, services
from danvan.portal.models import SavedForm
from danvan.portal.tests.walk import FEEDBACK, WHAT, fill, locate, send, tell

PLAIN = ["/", "/gui/to-cao/", "/tro-giup/", "/tra-cuu/", "/gui/bien-nhan/"]
FIRST = ["/gui/gop-y/noi-dung/", "/gui/khieu-nai/quyet-dinh/"]


def strict(response):
    """Parse a page as strictly as the standard does; return its text."""
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", [*PLAIN, *FIRST, "/no-such-page/"])
def test_every_page_is_valid_html_in_both_languages(portal_client, address, language):
    portal_client.cookies["danvan_language"] = language

    page = strict(portal_client.get(address))

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", [*FIRST, "/tra-cuu/"])
def test_every_page_with_errors_is_valid_html(portal_client, address):
    response = portal_client.post(address, {"number": "", "code": "", "what": ""})

    assert response.status_code == 400
    page = strict(response)
    assert "govuk-error-summary" in page
    assert "<title>Lỗi:" in page


def test_the_pages_of_a_form_are_valid_html(portal_client):
    fill(portal_client)

    for slug in ("noi-dung", "noi-nao", "lien-he", "xem-lai"):
        strict(portal_client.get(f"{FEEDBACK}{slug}/"))
    strict(portal_client.get("/"))
    send(portal_client)
    strict(portal_client.get("/gui/bien-nhan/"))


def test_the_language_is_chosen_by_a_link_and_stays(portal_client):
    answer = portal_client.get("/tra-cuu/?so=DV26&lang=en")

    assert answer.url == "/tra-cuu/?so=DV26"
    assert "Secret code" in portal_client.get(answer.url).content.decode()


def test_what_the_browser_prefers_is_not_asked(portal_client):
    page = portal_client.get("/", headers={"accept-language": "en"})

    assert '<html lang="vi"' in page.content.decode()


def test_reporting_wrongdoing_stores_nothing(portal_client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = portal_client.get("/gui/to-cao/")

    assert not page.cookies
    assert "<form" not in page.content.decode()
    assert "data-quick-exit" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert not SavedForm.objects.exists()


@pytest.mark.parametrize("address", ["/", *FIRST, "/tra-cuu/", "/gui/bien-nhan/"])
def test_no_page_with_answers_is_kept_by_the_browser(portal_client, address):
    assert "no-store" in portal_client.get(address).headers["Cache-Control"]


def test_while_the_database_is_away_what_was_typed_comes_back(
    portal_client, monkeypatch
):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(services, "begin", away)

    answer = tell(portal_client, what="Đường <b>ngập</b>\nmỗi khi mưa")

    page = strict(answer)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Đường &lt;b&gt;ngập&lt;/b&gt;\nmỗi khi mưa</textarea>" in page
    assert "Ông/bà muốn" in page


def test_while_the_database_is_away_a_page_says_so(portal_client, monkeypatch):
    def away(*_):
        raise OperationalError

    tell(portal_client)
    monkeypatch.setattr(cookies, "saved_form", away)

    answer = portal_client.get("/")

    assert answer.status_code == 503
    strict(answer)


def test_a_form_without_its_token_says_that_it_is_too_old(public_pages, db):
    answer = Client(enforce_csrf_checks=True).post("/tra-cuu/", {"number": "x"})

    assert answer.status_code == 403
    assert "đã mở quá lâu" in strict(answer)


def test_answers_cost_few_queries(portal_client, django_assert_max_num_queries):
    tell(portal_client)
    with django_assert_max_num_queries(8):
        locate(portal_client)
    with django_assert_max_num_queries(2):
        portal_client.get(f"{FEEDBACK}lien-he/")


def test_a_text_stays_what_it_was(portal_client):
    fill(portal_client)

    assert WHAT in portal_client.get(f"{FEEDBACK}xem-lai/").content.decode()


def test_an_address_that_takes_only_a_form_shows_a_page(portal_client):
    answer = portal_client.get("/tra-cuu/y-kien/")

    assert answer.status_code == 405
    assert 'href="/tra-cuu/"' in answer.content.decode()
