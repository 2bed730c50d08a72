"""A line is written on a phone in few taps, and many at a desk without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Keys, overflow

from danvan.host.trial import Trial

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
# The field of each number, and the button; the day and the unit stand already.
MOST_TAPS = 6


def test_a_clerk_of_the_council_writes_a_meeting_down_on_a_phone(
    site: Trial,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    phone = open_browser(**PHONE)
    sign_in(phone, "council-clerk")
    phone.goto(f"{site.office}/registers/")
    check_page(phone)
    row = phone.locator("tr", has_text="Sổ tiếp xúc cử tri")
    row.get_by_role("link", name="Ghi").last.tap()
    expect(phone.locator("#id_v-people")).to_be_visible()
    assert overflow(phone) <= 0
    check_page(phone)
    taps = 0

    for name, number in {
        "people": "125",
        "opinions": "9",
        "answered_on_spot": "6",
        "passed_on": "3",
    }.items():
        phone.locator(f"#id_v-{name}").tap()
        phone.keyboard.insert_text(number)
        taps += 1
    phone.get_by_role("button", name="Lưu dòng").tap()
    taps += 1

    expect(phone.locator("h1")).to_contain_text("Sổ tiếp xúc cử tri")
    expect(phone.locator("main")).to_contain_text("125")
    assert taps <= MOST_TAPS
    check_page(phone)


def test_what_is_wrong_is_said_on_the_phone_and_nothing_typed_is_lost(
    site: Trial,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    phone = open_browser(**PHONE, java_script_enabled=False)
    sign_in(phone, "council-clerk")
    phone.goto(f"{site.office}/registers/books/voters-meetings/new/")
    phone.locator("#id_v-people").fill("một trăm")
    phone.get_by_role("button", name="Lưu dòng").tap()

    expect(phone.locator(".govuk-error-summary li")).to_have_count(4)
    expect(phone.locator("#id_v-people")).to_have_value("một trăm")


def test_lines_are_written_one_after_the_other_by_keyboard_alone(
    site: Trial,
    page: Page,
    sign_in: Callable[[Page, str], None],
    keys: type[Keys],
    check_page: Callable[[Page], None],
):
    sign_in(page, "report-compiler")
    page.goto(f"{site.office}/registers/books/dissemination-sessions/desk/")
    check_page(page)

    for people in ("41", "42"):
        expect(page.locator("#id_v-sessions")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#id_v-people")).to_be_focused()
        page.keyboard.insert_text(people)
        page.keyboard.press("Control+Enter")
        expect(
            page.locator("#lines + * + tbody tr, table tbody tr").first
        ).to_contain_text(people)

    written = page.locator("table tbody tr")
    keys(page).press(written.first.get_by_role("link"))
    expect(page.locator("main")).to_contain_text("42")
    check_page(page)
    keys(page).press(page.get_by_role("button", name="Đính chính dòng này"))
    keys(page).write(page.locator("#id_v-people"), "43")
    keys(page).write(page.locator("#id_reason"), "Đếm sót một người")
    check_page(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("trước đó: 42")


def test_a_number_of_the_counters_leads_to_its_lines(
    site: Trial,
    page: Page,
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    sign_in(page, "provincial-compiler")
    page.goto(f"{site.office}/registers/books/dissemination-sessions/counters/")
    check_page(page)
    page.locator("tfoot a").first.click()

    expect(page).to_have_url(re.compile("feed=QT01"))
    expect(page.locator("tfoot")).to_be_visible()
    check_page(page)
    page.goto(f"{site.office}/registers/locks/")
    check_page(page)
