"""An edition from the approver's desk to the public's page, and its correction."""

import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

REASON = "Cơ quan ban hành chưa công bố báo cáo này"


@pytest.fixture
def approver(page: Page, sign_in) -> Page:
    sign_in(page, "approver")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_correction_is_published_and_keeps_the_old_number_visible(
    site, approver, sign_in, open_browser, check_page
):
    public = open_browser()

    # The public reads what is published, and what was printed where.
    public.goto(f"{site.portal}/so-lieu/")
    check_page(public)
    public.get_by_role("link", name=re.compile("năm 2020")).last.click()
    old = public.url
    expect(public.locator("strong", has_text="3.424").first).to_be_visible()
    check_page(public)

    # The approver finds that the report is not public: its numbers are then rounded.
    approver.goto(f"{site.office}/publishing/sources/")
    check_page(approver)
    approver.get_by_role("link", name=re.compile("2020")).click()
    approver.get_by_label(re.compile("đã công bố báo cáo này")).uncheck()
    check_page(approver)
    press(approver, "Lưu")

    approver.goto(f"{site.office}/publishing/editions/")
    check_page(approver)
    approver.get_by_role("link", name=re.compile("năm 2020")).click()
    approver.get_by_label(re.compile("Vì sao đính chính")).fill(REASON)
    check_page(approver)
    press(approver, "Lập bản đính chính")

    # Not before it is approved and published does anybody outside see it.
    public.reload()
    expect(public.get_by_text(REASON)).to_have_count(0)
    press(approver, "Duyệt")

    # Who prepared and approved it does not publish it: a second person does.
    expect(approver.get_by_role("button", name="Công bố", exact=True)).to_have_count(0)
    check_page(approver)
    draft = approver.url
    second = open_browser()
    sign_in(second, "approver-2")
    second.goto(draft)
    press(second, "Công bố")

    # A browser may keep a page for an hour: somebody else reads it now.
    public = open_browser()
    public.goto(old)
    public.get_by_role("link", name="Xem bản đính chính").click()
    expect(public.get_by_text(REASON).first).to_be_visible()
    changed = public.locator(".dv-corrected li", has_text="3.424")
    expect(changed.locator("s")).to_have_text("3.424")
    expect(changed.locator("strong")).to_have_text("3.425")
    check_page(public)

    # The old edition stands as it was, and the new one has the hash it shows.
    public.goto(old)
    expect(public.locator("strong", has_text="3.424").first).to_be_visible()
    public.get_by_role("link", name="Xem bản đính chính").click()
    said = public.locator(".dv-hash").inner_text()
    body = public.request.get(f"{public.url}ban-goc.json").body()
    assert hashlib.sha256(body).hexdigest() == said


def test_a_number_leads_to_its_source(site, page, check_page):
    page.goto(f"{site.portal}/so-lieu/noi/FP84/")
    check_page(page)
    page.locator(".dv-figures td a").first.click()
    expect(page.get_by_text("SHA-256", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("từ ký tự"))).to_be_visible()
    check_page(page)


def test_a_comment_is_read_by_an_officer_before_it_is_shown(
    site, approver, open_browser, check_page
):
    public = open_browser()
    public.goto(f"{site.portal}/tin/")
    check_page(public)
    public.get_by_role("link", name=re.compile("Cần Thơ")).first.click()
    check_page(public)
    item = public.url
    public.get_by_role("link", name="Viết ý kiến").click()
    check_page(public)
    public.get_by_label("Ý kiến của ông/bà").fill("Số liệu rõ ràng. Thư: an@example.vn")
    press(public, "Gửi ý kiến")
    check_page(public)
    public.goto(item)
    expect(public.get_by_text("Số liệu rõ ràng")).to_have_count(0)

    approver.goto(f"{site.office}/publishing/comments/")
    check_page(approver)
    press(approver, "Hiển thị")

    reader = open_browser()  # a browser may keep a page for an hour
    reader.goto(item)
    expect(reader.get_by_text("Số liệu rõ ràng. Thư: …")).to_be_visible()
