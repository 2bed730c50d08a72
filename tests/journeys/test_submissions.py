"""A commune sends, the province returns, the commune corrects, the province locks."""

import re

from playwright.sync_api import Page, expect

NOTHING = re.compile("^Không phát sinh ở")
WHY = "Số cuộc quán triệt chưa khớp với sổ"


def owed(site, page: Page) -> str:
    """Open the quarter of the chain to the Department of Home Affairs."""
    page.goto(f"{site.office}/forms/submissions/")
    page.get_by_role(
        "link", name=re.compile("^Công tác dân vận chính quyền, Quý")
    ).first.click()
    return page.url


def sign_and_send(page: Page) -> None:
    page.get_by_role("button", name="Ký", exact=True).click()
    page.get_by_role("button", name="Gửi", exact=True).click()


def history(site, page: Page) -> None:
    page.goto(f"{site.office}/forms/submissions/")
    name = re.compile("Lịch sử và gửi báo cáo.*Công tác dân vận chính quyền, Quý")
    page.get_by_role("link", name=name).first.click()


def test_a_sheet_goes_back_and_forth_until_it_is_locked(
    site, page, open_browser, sign_in, check_page
):
    compiler, province = page, open_browser()
    sign_in(compiler, "report-compiler")
    sign_in(province, "provincial-compiler")

    sheet = owed(site, compiler)
    empty = compiler.get_by_role("button", name=NOTHING)
    if empty.count():
        empty.click()
    sign_and_send(compiler)
    history(site, compiler)
    expect(compiler.locator("main")).to_contain_text("Đã gửi, chờ duyệt")
    check_page(compiler)
    here = compiler.url.removeprefix(site.office)

    province.goto(f"{site.office}{here}")
    province.locator("summary", has_text="Trả lại để sửa").click()
    returning = province.get_by_role("button", name="Trả lại để sửa")
    returning.click()
    expect(province.locator(".govuk-error-summary")).to_be_visible()
    check_page(province)
    province.get_by_label("Cần sửa những gì?").fill(WHY)
    returning.click()
    expect(province.locator("main")).to_contain_text("Chờ đơn vị gửi")

    compiler.goto(f"{site.office}{here}")
    expect(compiler.locator(".govuk-warning-text").first).to_contain_text(WHY)
    check_page(compiler)
    compiler.goto(sheet)
    row = compiler.locator("#row-KT01")
    row.locator("summary").click()
    row.locator("[name=KT01-value]").fill("7")
    row.locator("[name=KT01-reason]").fill("Theo sổ khen thưởng")
    row.get_by_role("button", name="Lưu").click()
    expect(row.locator("td").first).to_contain_text("7", timeout=30_000)
    sign_and_send(compiler)

    province.goto(f"{site.office}{here}")
    expect(province.locator("main")).to_contain_text("khác lần ký trước")
    province.get_by_role("button", name="Duyệt").click()
    expect(province.locator("main")).to_contain_text("Đã duyệt")
    province.get_by_role("button", name="Khóa").click()
    expect(province.locator("main")).to_contain_text("Đã khóa")
    check_page(province)

    compiler.goto(f"{site.office}{here}")
    expect(compiler.locator(".govuk-inset-text")).to_contain_text("đã khóa")
    expect(compiler.get_by_role("button", name="Gửi")).to_have_count(0)


def test_a_place_approves_several_sheets_at_once(site, page, sign_in, check_page):
    sign_in(page, "provincial-compiler")
    page.goto(f"{site.office}/forms/place/?show=approve")
    check_page(page)
    ticks = page.locator("input[name=id]")
    before = ticks.count()
    for number in range(2):
        ticks.nth(number).check()

    page.get_by_role("button", name=re.compile("^Duyệt")).click()

    expect(page.locator("main, body").first).to_contain_text("2 báo cáo")
    expect(page.locator("input[name=id]")).to_have_count(before - 2)


def test_a_place_gets_its_text_without_scripts(site, browser, sign_in):
    with browser.new_context(java_script_enabled=False, locale="vi-VN") as context:
        page = context.new_page()
        sign_in(page, "provincial-compiler")
        page.goto(f"{site.office}/forms/place/remind/")

        expect(page.get_by_label("Nội dung để sao chép")).to_contain_text("Kính gửi")
        expect(page.locator("[data-copy]")).to_be_hidden()
