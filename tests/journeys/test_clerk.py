"""A clerk finds what is due, settles it, and the counter takes a letter in."""

import re

import pytest
from playwright.sync_api import Page, expect

NUMBER = re.compile(r"DV\d\d-\w{4}-\w{4}-\w")


@pytest.fixture
def clerk(site, page: Page):
    """The petition clerk, signed in through the page."""
    return sign_in(site, page, "petition-clerk")


def sign_in(site, page: Page, username: str) -> Page:
    page.goto(f"{site.office}/sign-in/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(site.password)
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


def test_a_clerk_settles_a_petition_from_the_queue(site, clerk, check_page):
    clerk.goto(f"{site.office}/petitions/?state=received&kind=feedback")
    check_page(clerk)
    number = clerk.locator("tbody th a").first.inner_text()
    clerk.locator("tbody th a").first.click()
    expect(clerk.locator("h1")).to_contain_text(number)
    check_page(clerk)

    clerk.get_by_text("Phân loại", exact=True).first.click()
    clerk.get_by_label("Lĩnh vực").select_option(label="Môi trường")
    clerk.get_by_role("button", name="Phân loại").click()
    expect(clerk.locator("h1")).to_contain_text("Đã phân loại")

    clerk.get_by_text("Trả lời", exact=True).first.click()
    clerk.get_by_label("Nội dung trả lời").fill("Đã thu gom rác trong ngày.")
    clerk.get_by_role("button", name="Trả lời").click()
    expect(clerk.locator("h1")).to_contain_text("Đã trả lời")
    expect(clerk.locator(".dv-answer")).to_have_text("Đã thu gom rác trong ngày.")
    check_page(clerk)

    clerk.goto(f"{site.office}/petitions/?q={number.lower().replace('-', ' ')}")
    expect(clerk.locator("tbody tr")).to_have_count(1)


def test_a_late_clerk_is_told_what_happened(site, clerk, check_page):
    clerk.goto(f"{site.office}/petitions/?state=received&kind=complaint")
    clerk.locator("tbody th a").first.click()
    colleague = clerk.context.new_page()
    colleague.goto(clerk.url)
    for page in (clerk, colleague):
        page.get_by_text("Ghi nhận rút đơn").first.click()
        page.locator("[name=withdraw-note]").fill("Người gửi rút đơn")
        page.get_by_role("button", name="Ghi nhận rút đơn").click()
        page.wait_for_load_state()

    expect(colleague.locator("[role=alert]")).to_contain_text("Đồng nghiệp đã xử lý")
    expect(colleague.locator("h1")).to_contain_text("Đã kết thúc")
    check_page(colleague)


def test_the_counter_takes_a_letter_in_by_keyboard(site, page, check_page):
    sign_in(site, page, "reception-officer")
    page.goto(f"{site.office}/petitions/new/")
    check_page(page)
    page.get_by_label("Kiến nghị, phản ánh").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Nắp cống trước nhà bị vỡ")
    page.get_by_label("Họ và tên").focus()
    page.keyboard.type("Người dân mẫu 900")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Biên nhận")
    expect(page.locator(".dv-receipt__number")).to_have_text(NUMBER)
    expect(page.locator(".dv-receipt__code")).to_have_text(
        re.compile(r"\d{4} \d{4} \d{4}")
    )
    check_page(page)


def test_a_denunciation_at_the_counter_asks_for_no_word(site, page, check_page):
    sign_in(site, page, "reception-officer")
    page.goto(f"{site.office}/petitions/new/denunciation/")
    check_page(page)
    expect(page.locator("textarea, input[type=text], input[type=file]")).to_have_count(
        0
    )

    page.get_by_role("button", name="Ghi nhận đã nhận đơn").click()

    expect(page.locator(".dv-receipt__number")).to_have_text(NUMBER)
    expect(page.locator("main")).not_to_contain_text("ố cáo")
    check_page(page)


def test_a_form_not_in_order_leads_to_its_mistake(site, clerk, check_page):
    clerk.goto(f"{site.office}/petitions/?state=screened&kind=feedback")
    clerk.locator("tbody th a").first.click()
    clerk.get_by_text("Lưu đơn", exact=True).first.click()
    clerk.get_by_role("button", name="Lưu đơn").click()

    expect(clerk.locator(".govuk-error-summary")).to_contain_text("ít nhất một lý do")
    check_page(clerk)


def test_an_empty_queue_is_a_page_too(site, clerk, check_page):
    clerk.goto(f"{site.office}/petitions/?q=khongconaothe")
    expect(clerk.locator(".dv-empty")).to_be_visible()
    check_page(clerk)
