"""A report's figures become values, two sources differ, and a person chooses one."""

import re

import pytest
from playwright.sync_api import Page, expect

REPORT = "Cần Thơ: dân vận chính quyền năm 2020"


@pytest.fixture
def desk(site, page: Page, sign_in) -> Page:
    sign_in(page, "report-compiler")
    return page


def line(page: Page, printed: str):
    return page.locator("li.dv-take").filter(
        has=page.locator("strong", has_text=re.compile(f"^{re.escape(printed)}$"))
    )


def test_from_the_figures_of_a_report_to_the_value_that_counts(
    site, desk: Page, check_page
):
    desk.goto(f"{site.office}/reports/")
    desk.get_by_role("link", name=REPORT).click()
    desk.get_by_role("link", name="Đưa số liệu vào chỉ tiêu").click()
    check_page(desk)

    # The person says it is of the own ward this time; certain lines are ticked.
    desk.get_by_label("Báo cáo của đơn vị").select_option(
        label="Phường Ninh Kiều, Thành phố Cần Thơ"
    )
    desk.get_by_role("button", name="Xác nhận").click()
    desk.wait_for_load_state()
    expect(line(desk, "3.235").get_by_role("checkbox").first).to_be_checked(
        timeout=30_000
    )
    check_page(desk)
    desk.get_by_role("button", name="Đưa mọi số liệu đã chọn").click()
    expect(desk.locator("main")).to_contain_text("đã đưa vào")
    check_page(desk)

    # The reception book of the ward says something else.
    line(desk, "3.235").get_by_role("link", name="Mở số liệu").click()
    check_page(desk)
    desk.get_by_label("Số liệu", exact=True).fill("3.236")
    desk.get_by_label("Số liệu lấy từ đâu").fill("Sổ tiếp công dân")
    desk.get_by_role("button", name="Ghi số liệu").click()
    expect(desk.locator("main")).to_contain_text("các nguồn khác nhau")

    desk.goto(f"{site.office}/forms/differences/")
    check_page(desk)
    desk.get_by_role("link", name="TCD01").click()
    desk.get_by_label("3.235 – Từ báo cáo").check()
    desk.get_by_label("Vì sao chọn số này?").fill("Báo cáo đã ký, sổ ghi trùng")
    desk.get_by_role("button", name="Chọn số liệu này").click()

    expect(desk.locator("main")).to_contain_text("Báo cáo đã ký, sổ ghi trùng")
    expect(desk.locator("main")).not_to_contain_text("các nguồn khác nhau")
    check_page(desk)
    desk.goto(f"{site.office}/forms/differences/")
    expect(desk.get_by_role("link", name="TCD01")).to_have_count(0)
