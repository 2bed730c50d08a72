"""The receipt for half an hour; the look-up for as long as the matter lasts."""

import datetime
import re

import pytest
import segno
from django.core import signing

from danvan.petitions.public import Status
from danvan.portal import cookies, pages
from danvan.portal.tests.walk import fill, send


@pytest.fixture
def receipt(portal_client):
    """Number and code as they stand on the receipt of a sent feedback."""
    fill(portal_client)
    send(portal_client)
    page = portal_client.get("/gui/bien-nhan/").content.decode()
    number = re.search(r'dv-receipt__number">([^<]+)<', page)[1]
    code = re.search(r'dv-receipt__code">([^<]+)<', page)[1]
    return number, code


def test_the_code_is_twelve_digits_in_groups_of_four(receipt):
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", receipt[1])


def test_the_qr_code_holds_the_number_and_not_the_code(receipt, settings):
    number, code = receipt

    drawn = pages.qr(number)

    expected = segno.make(
        f"{settings.PORTAL_ADDRESS}/tra-cuu/?so={number}", error="m", micro=False
    )
    assert drawn == expected.svg_inline(scale=4, border=2, omitsize=True)
    assert code.replace(" ", "") not in drawn


def test_the_receipt_says_who_answers_by_when_and_why(receipt, portal_client):
    page = portal_client.get("/gui/bien-nhan/").content.decode()

    assert "UBND phường Mẫu" in page
    assert re.search(r"<strong>\d\d/\d\d/\d{4}</strong>", page)
    assert "ngày làm việc" in page


def test_whoever_noted_the_codes_takes_them_off_the_screen(receipt, portal_client):
    assert portal_client.post("/gui/bien-nhan/").url == "/"

    assert portal_client.get("/gui/bien-nhan/").status_code == 410


def test_the_receipt_closes_after_half_an_hour(receipt, portal_client, monkeypatch):
    import time

    later = time.time() + cookies.RECEIPT_SECONDS + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)

    assert portal_client.get("/gui/bien-nhan/").status_code == 410


def test_a_receipt_somebody_made_up_is_not_shown(portal_client):
    portal_client.cookies[cookies.RECEIPT] = "DV26-AAAA:1:x"

    assert portal_client.get("/gui/bien-nhan/").status_code == 410


def test_number_and_code_show_where_it_stands(receipt, portal_client):
    number, code = receipt

    page = portal_client.post("/tra-cuu/", {"number": number.lower(), "code": code})

    assert page.status_code == 200
    assert "Đã nhận" in page.content.decode()


def test_a_wrong_code_shows_nothing(receipt, portal_client):
    page = portal_client.post(
        "/tra-cuu/", {"number": receipt[0], "code": "0000 0000 0000"}
    )

    assert page.status_code == 200  # what a right code answers, too
    assert "UBND phường Mẫu" not in page.content.decode()


def test_too_many_wrong_codes_are_stopped(receipt, portal_client):
    number, code = receipt
    for _ in range(11):
        portal_client.post("/tra-cuu/", {"number": number, "code": "000000000000"})

    page = portal_client.post("/tra-cuu/", {"number": number, "code": code})

    assert page.status_code == 429
    assert "giờ" in page.content.decode()


@pytest.mark.parametrize("text", ["", "\0", "x" * 500, "' OR 1=1", "DV26"])
def test_any_input_to_the_look_up_is_answered(portal_client, text):
    page = portal_client.post("/tra-cuu/", {"number": text, "code": text})

    assert page.status_code in {200, 400}


def test_the_number_of_the_qr_code_stands_in_the_form(portal_client):
    page = portal_client.get("/tra-cuu/?so=DV26-4K7P-93XM-C")

    assert 'value="DV26-4K7P-93XM-C"' in page.content.decode()


@pytest.mark.parametrize(("state", "told"), [("assigned", True), ("suspended", False)])
def test_no_due_day_is_told_while_the_clock_stands(state, told):
    day = datetime.date(2026, 11, 19)
    found = Status("DV26", state, "UBND", day, day, {"vi": "", "en": ""}, (), None)

    assert pages.status(found)["running"] is told
