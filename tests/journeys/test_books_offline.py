"""Lines of a book written on a phone without a connection, and sent once."""

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}}
BOOK = "registers/books/voters-meetings/"


@pytest.fixture
def phone(site, open_browser, sign_in) -> Page:
    page = open_browser(**PHONE)
    sign_in(page, "report-compiler")
    page.goto(f"{site.office}/{BOOK}new/")
    return page


def write(page: Page, people: int, place: str) -> None:
    for name, value in (
        ("meetings", "1"),
        ("people", str(people)),
        ("opinions", "3"),
        ("answered_on_spot", "2"),
        ("passed_on", "1"),
        ("place", place),
    ):
        page.locator(f"[name=v-{name}]").fill(value)
    # A second press on the button within a second counts as a tremor of the hand.
    page.locator("[name=v-place]").press("Control+Enter")


def found(site, page: Page, word: str) -> int:
    page.goto(f"{site.office}/{BOOK}?q={word}")
    return page.locator("tbody tr", has_text=word).count()


def test_two_lines_written_offline_are_two_in_the_book(site, phone, check_page):
    said = phone.locator("[data-kept-said]")
    phone.context.set_offline(True)
    write(phone, 41, "Ngoaituyenmot")
    expect(said).to_contain_text("1 dòng chờ gửi")
    write(phone, 42, "Ngoaituyenmot")
    expect(said).to_contain_text("2 dòng chờ gửi")
    check_page(phone)

    phone.context.set_offline(False)
    expect(said).to_contain_text("Đã gửi 2 dòng")

    assert found(site, phone, "Ngoaituyenmot") == 2


def test_a_line_that_was_sent_and_is_still_kept_stays_one(site, phone):
    """The answer to it was lost on the way: the browser sends it again."""
    said = phone.locator("[data-kept-said]")
    phone.context.set_offline(True)
    write(phone, 43, "Ngoaituyenhai")
    expect(said).to_contain_text("1 dòng chờ gửi")
    lines = phone.evaluate("Object.entries(localStorage)")
    phone.context.set_offline(False)
    expect(said).to_contain_text("Đã gửi 1 dòng")

    for name, line in lines:
        phone.evaluate("([n, v]) => localStorage.setItem(n, v)", [name, line])
    phone.goto(f"{site.office}/{BOOK}")
    expect(said).to_contain_text("Đã gửi 1 dòng")

    assert found(site, phone, "Ngoaituyenhai") == 1


def test_a_refused_line_is_mended_and_not_lost(site, phone):
    said = phone.locator("[data-kept-said]")
    phone.context.set_offline(True)
    write(phone, 44, "Ngoaituyenba")
    phone.locator("[name=v-meetings]").fill("1")
    phone.locator("[name=v-people]").fill("nhiều")
    write_again = phone.locator("[name=v-place]")
    write_again.fill("Ngoaituyenbon")
    for name in ("opinions", "answered_on_spot", "passed_on"):
        phone.locator(f"[name=v-{name}]").fill("0")
    write_again.press("Control+Enter")
    phone.context.set_offline(False)
    expect(said).to_contain_text("1 dòng bị từ chối")
    expect(phone.locator("[data-kept-list]")).to_contain_text("phải là một số")

    phone.get_by_role("button", name="Sửa").click()
    phone.locator("[name=v-people]").fill("45")
    phone.locator("[name=v-place]").press("Control+Enter")
    phone.wait_for_url("**/registers/entries/**")

    assert found(site, phone, "Ngoaituyenba") == 1
    assert found(site, phone, "Ngoaituyenbon") == 1


def test_what_was_written_outlives_the_session(site, phone, sign_in):
    phone.context.set_offline(True)
    write(phone, 46, "Ngoaituyennam")
    said = phone.locator("[data-kept-said]")
    expect(said).to_contain_text("1 dòng chờ gửi")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(said).to_contain_text("đăng nhập lại")

    sign_in(phone, "report-compiler")
    phone.goto(f"{site.office}/{BOOK}new/")
    expect(said).to_contain_text("Đã gửi 1 dòng")

    assert found(site, phone, "Ngoaituyennam") == 1


def test_signing_out_warns_of_lines_that_wait(site, phone):
    phone.context.set_offline(True)
    write(phone, 47, "Ngoaituyensau")
    asked = []

    def stay(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    phone.on("dialog", stay)
    phone.get_by_role("button", name="Đăng xuất").click()

    assert "chờ gửi" in asked[0]
    expect(phone.locator("[data-kept-said]")).to_contain_text("1 dòng chờ gửi")
