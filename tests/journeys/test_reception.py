"""At the counter without a mouse; on a cheap phone without a script."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Keys, overflow

from danvan.host.trial import Trial

# F2, a Tab for each box passed, Ctrl+Enter; what is typed is not counted.
MOST_KEYS = 12


def test_a_visit_is_registered_by_keyboard_alone_and_its_minutes_kept(
    site: Trial,
    page: Page,
    sign_in: Callable[[Page, str], None],
    keys: type[Keys],
    check_page: Callable[[Page], None],
    tmp_path: Path,
):
    sign_in(page, "reception-officer")
    page.goto(f"{site.office}/receptions/")
    check_page(page)
    pressed = []

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    press("F2")
    expect(page).to_have_url(f"{site.office}/receptions/new/")
    expect(page.locator("#id_phone")).to_be_focused()
    page.keyboard.insert_text("0900 001 001")
    press("Tab")
    expect(page.locator("#earlier input[type=radio]").first).to_be_attached()
    press("Tab")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.insert_text("Người dân mẫu 501")
    press("Tab")
    page.keyboard.insert_text("Khu phố mẫu 1")
    for _ in range(4):  # the button, the earlier matters, the kind, then the words
        press("Tab")
    expect(page.locator("#id_summary")).to_be_focused()
    page.keyboard.insert_text("[Mẫu] Đèn đường trước nhà hỏng, tối không đi được.")
    check_page(page)
    press("Control+Enter")

    expect(page.locator("h1")).to_contain_text("Lượt tiếp")
    assert len(pressed) <= MOST_KEYS
    check_page(page)
    with page.expect_download() as download:
        keys(page).press(page.get_by_role("link", name="Biên bản tiếp (DOCX)"))
    kept = tmp_path / "minutes.docx"
    download.value.save_as(kept)
    assert "Người dân mẫu 501" in ZipFile(kept).read("word/document.xml").decode()


def test_an_appointment_is_booked_on_a_phone_without_a_script(
    site: Trial, open_browser: Callable[..., Page]
):
    phone = open_browser(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    phone.goto(f"{site.portal}/")
    phone.get_by_role("link", name="Xem lịch lãnh đạo tiếp công dân").click()
    phone.locator("#id_place").select_option(label="Phường Ninh Kiều")
    phone.get_by_role("button", name="Xem lịch tiếp").click()
    free = phone.get_by_role("link", name="đặt giờ này").last
    expect(free).to_be_visible()
    assert overflow(phone) <= 0

    free.click()
    phone.locator("#id_name").fill("Người dân mẫu 777")
    phone.locator("#id_phone").fill("0900 000 777")
    assert overflow(phone) <= 0
    phone.get_by_role("button", name="Đặt giờ này").click()

    expect(phone.locator("h1")).to_contain_text("Lịch hẹn của ông/bà")
    assert overflow(phone) <= 0
    code = phone.locator(".dv-receipt__code").inner_text()

    phone.get_by_role("link", name="Hủy lịch hẹn").click()
    phone.locator("#id_phone").fill("0900 000 777")
    phone.locator("#id_code").fill(code)
    phone.get_by_role("button", name="Hủy lịch hẹn này").click()
    expect(phone.locator("h1")).to_contain_text("Đã hủy lịch hẹn")
