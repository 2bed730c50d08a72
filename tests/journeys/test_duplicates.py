"""A second letter of the same content comes to the counter."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from danvan.host.trial import Trial

FIRST = (
    "Cầu khỉ bắc qua rạch Bà Hiệp ở cuối hẻm 9 mục ván, gãy hai trụ, người già và"
    " trẻ nhỏ đi chợ sớm rất dễ té xuống nước."
)
SECOND = FIRST.replace("mục ván, gãy hai trụ", "gãy ván và xiêu trụ")
RECEIPT = "Tiếp nhận và xem biên nhận"


def fill(page: Page, office: str, story: str) -> None:
    page.goto(f"{office}/petitions/new/")
    page.get_by_label("Kiến nghị, phản ánh").check()
    page.get_by_label("Sự việc gì đã xảy ra?").fill(story)
    page.get_by_label("Người gửi không muốn nêu tên").check()


def test_a_second_letter_is_recognised_compared_and_tied(
    site: Trial,
    page: Page,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    sign_in(page, "petition-clerk")
    fill(page, site.office, FIRST)
    page.get_by_role("button", name=RECEIPT).click()
    first = page.locator(".dv-receipt__number").inner_text()

    fill(page, site.office, SECOND)
    page.get_by_role("button", name="Tìm đơn có thể trùng").click()
    likely = page.locator(".dv-likely")
    expect(likely).to_contain_text(first)
    expect(likely.locator("mark").first).to_be_visible()
    expect(page.get_by_label("Sự việc gì đã xảy ra?")).to_have_value(SECOND)
    check_page(page)

    page.get_by_role("button", name=RECEIPT).click()
    second = page.locator(".dv-receipt__number").inner_text()
    code = page.locator(".dv-receipt__code").inner_text()

    page.goto(f"{site.office}/petitions/?q={second}")
    page.get_by_role("link", name=second).first.click()
    page.get_by_role("link", name="Xem toàn bộ hồ sơ").click()
    page.get_by_role("link", name="Tìm đơn có thể trùng").click()
    expect(page.locator("main")).to_contain_text(first)
    check_page(page)
    page.get_by_text(f"Liên kết với đơn {first}").click()
    page.get_by_label(re.compile("^Đơn trùng")).first.check()
    page.get_by_role("button", name="Liên kết hai đơn").first.click()

    expect(page.locator("h1 .govuk-tag")).to_have_text("Đã nhập vào đơn trùng")
    expect(page.locator("main")).to_contain_text("Trùng với đơn")
    check_page(page)

    citizen = open_browser()
    citizen.goto(f"{site.portal}/tra-cuu/")
    citizen.get_by_label("Mã hồ sơ").fill(second)
    citizen.get_by_label("Mã tra cứu").fill(code)
    citizen.get_by_role("button", name="Xem", exact=True).click()
    expect(citizen.locator("main")).to_contain_text(
        "Được giải quyết chung với đơn đã gửi trước"
    )
    expect(citizen.locator("main")).not_to_contain_text(first)
