"""A report of one's own: drafted from figures, edited, settled, taken away as Word."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from danvan.audit.pipeline import audit
from danvan.host.trial import Trial


def test_a_report_goes_from_figures_to_word(
    site: Trial,
    page: Page,
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> None:
    sign_in(page, "report-compiler")
    page.goto(f"{site.office}/publishing/drafts/")
    check_page(page)
    # The period of which the demonstration has counted values.
    demo = page.locator("table tbody tr").filter(has_text="dữ liệu mẫu")
    period = demo.locator("td").first.inner_text()
    page.get_by_role("link", name=re.compile("Mẫu số 02")).first.click()
    check_page(page)
    page.get_by_label("Kỳ báo cáo").select_option(label=period)
    page.get_by_role("button", name="Dựng báo cáo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mẫu số 02")
    figure = page.locator(".dv-figure--holds").first
    expect(figure).to_be_visible()
    printed = figure.inner_text()
    check_page(page)

    # A figure changed by hand is marked, and says what its record says.
    part = page.locator(".dv-draft__part").filter(has=figure).first
    part.get_by_role("link", name=re.compile("^Sửa")).click()
    check_page(page)
    words = page.get_by_label("Nội dung đoạn văn")
    words.fill(words.input_value().replace(printed, "987.654", 1))
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".dv-figure--error")).to_have_count(1)
    expect(page.get_by_text("Đã sửa số mà chưa sửa bản ghi.")).to_be_visible()
    check_page(page)
    for aside in ("Để số này đứng riêng", "Các bản trước"):
        page.get_by_role("link", name=re.compile(f"^{aside}")).first.click()
        check_page(page)
        page.go_back()

    page.get_by_role("button", name=f"Lấy số của bản ghi: {printed}").click()
    expect(page.locator(".dv-figure--error")).to_have_count(0)
    page.get_by_role("button", name="Hoàn thành báo cáo").click()
    expect(page.get_by_text("Báo cáo đã hoàn thành.")).to_be_visible()
    check_page(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Báo cáo dạng Word (DOCX)", exact=True).click()
    data = download.value.path().read_bytes()
    found = audit(data, "bao-cao.docx")
    assert printed in found.document.text
    assert [check.message["vi"] for check in found.failures] == []
