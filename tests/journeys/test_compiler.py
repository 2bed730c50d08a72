"""A compiler of reports checks a Word file before it is signed."""

import io
import re

import docx
import pytest
from playwright.sync_api import Page, expect

SENTENCES = (
    "BÁO CÁO CÔNG TÁC DÂN VẬN",
    "Trong năm tiếp nhận 1.945 đơn (gồm 798 đơn khiếu nại và 933 đơn kiến nghị).",
    "Đã tiếp 2.650 lượt công dân (gồm 1.977 lượt thường xuyên, 673 lượt định kỳ).",
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sign_in(site, page: Page, username: str) -> Page:
    page.goto(f"{site.office}/sign-in/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(site.password)
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


@pytest.fixture
def compiler(site, page: Page):
    """The compiler of reports, signed in through the page."""
    return sign_in(site, page, "report-compiler")


def word_file(*sentences: str) -> dict[str, object]:
    document = docx.Document()
    for sentence in sentences:
        document.add_paragraph(sentence)
    out = io.BytesIO()
    document.save(out)
    return {"name": "Báo cáo năm.docx", "mimeType": WORD, "buffer": out.getvalue()}


def give_in(site, page: Page, *sentences: str) -> None:
    page.goto(f"{site.office}/reports/new/")
    page.locator("input[type=file]").set_input_files(word_file(*sentences))
    page.get_by_role("button", name="Kiểm tra số liệu").click()


def test_a_compiler_sees_what_does_not_add_up_and_mends_it(site, compiler, check_page):
    compiler.goto(f"{site.office}/reports/new/")
    check_page(compiler)
    give_in(site, compiler, *SENTENCES)

    expect(compiler.locator("h1")).to_have_text("Báo cáo năm.docx")
    finding = compiler.locator(".dv-finding--error")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("798 + 933 = 1.731")
    check_page(compiler)

    finding.get_by_role("link", name="Đến chỗ trong văn bản").click()
    expect(compiler.locator(".dv-figure:target")).to_contain_text("1.945")
    compiler.locator(".dv-figure:target").click()
    expect(compiler.locator(".dv-finding:target")).to_contain_text("798 + 933")

    compiler.get_by_role("link", name="Đưa bản đã sửa vào").click()
    mended = [sentence.replace("1.945", "1.731") for sentence in SENTENCES]
    compiler.locator("input[type=file]").set_input_files(word_file(*mended))
    compiler.get_by_role("button", name="Kiểm tra số liệu").click()
    expect(compiler.get_by_text("1 lỗi đã sửa")).to_be_visible()
    expect(compiler.locator(".dv-finding--error")).to_have_count(0)
    check_page(compiler)


def test_findings_are_walked_by_keyboard_and_called_no_error(site, compiler):
    give_in(site, compiler, *SENTENCES, "Có 12 đơn (gồm 5 đơn tố cáo, 6 đơn khác).")
    findings = compiler.locator(".dv-findings").first.locator(".dv-finding")
    count = findings.count()
    assert count > 1

    findings.nth(0).focus()
    compiler.keyboard.press("j")
    expect(findings.nth(1)).to_be_focused()
    compiler.keyboard.press("k")
    expect(findings.nth(0)).to_be_focused()

    findings.nth(0).get_by_role("link", name="Không phải lỗi?").click()
    compiler.get_by_role("button", name="Lưu lý do").click()
    expect(compiler.locator(".govuk-error-summary")).to_be_visible()
    compiler.get_by_label("Vì sao đây không phải lỗi?").fill("214 đơn trùng")
    compiler.get_by_role("button", name="Lưu lý do").click()
    expect(compiler.locator(".dv-finding__remark")).to_contain_text("214 đơn trùng")


def test_a_secret_paper_is_refused_with_a_reason(site, compiler, check_page):
    give_in(site, compiler, "TỐI MẬT", *SENTENCES)

    expect(compiler.locator(".govuk-error-summary")).to_contain_text("không được lưu")
    check_page(compiler)


def test_published_reports_show_their_figures_and_wait_for_the_file(
    site, compiler, check_page
):
    compiler.goto(f"{site.office}/reports/")
    check_page(compiler)
    compiler.get_by_role("link", name=re.compile("^Trà Vinh")).click()

    expect(compiler.get_by_text("Tải tệp lên để xem câu")).to_be_visible()
    expect(compiler.locator(".dv-finding--error").first).to_be_visible()
    check_page(compiler)


def test_the_page_of_a_report_works_without_scripts(site, browser):
    with browser.new_context(java_script_enabled=False, locale="vi-VN") as context:
        page = sign_in(site, context.new_page(), "report-compiler")
        give_in(site, page, *SENTENCES)

        expect(page.locator(".dv-finding--error")).to_contain_text("798 + 933")
        page.locator(".dv-finding--error a").first.click()
        expect(page.locator(".dv-figure:target")).to_have_count(1)
