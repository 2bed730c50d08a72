"""A group's letter by keyboard, and a register of which one row had to be mended."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

GROUP = "\n".join(
    ["* Người Mẫu Đầu, Khu vực 1"]
    + [f"Người Mẫu Thứ {n}, Khu vực 1" for n in ("Hai", "Ba", "Tư", "Năm", "Sáu")]
    + ["Người Mẫu Chót 7"]
)
HEADS = ("STT", "Ngày nhận", "Họ tên", "Địa chỉ", "Loại đơn", "Nội dung")
GOOD = ("1", "03/03/2026", "Người Mẫu Một", "Khu vực 1", "KNPA", "[Mẫu] Cống hỏng")
BAD = ("2", "04/03/2026", "Người Mẫu Hai", "Khu vực 2", "Thơ", "[Mẫu] Đèn hỏng")


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def desk(site, page: Page, sign_in) -> Page:
    sign_in(page, "petition-clerk")
    return page


def test_a_group_letter_is_registered_by_keyboard(site, desk, keys, check_page):
    hands = keys(desk)
    desk.goto(f"{site.office}/petitions/new/")
    check_page(desk)

    hands.press(desk.get_by_label("Kiến nghị, phản ánh"), "Space")
    hands.write(desk.get_by_label("Sự việc gì đã xảy ra?"), "[Mẫu] Hẻm thiếu đèn.")
    hands.press(desk.locator("summary", has_text="Đơn có nhiều người ký"))
    hands.write(desk.get_by_label("Danh sách người ký đơn"), GROUP)
    hands.press(desk.get_by_role("button", name="Tiếp nhận và xem biên nhận"))

    expect(desk.locator(".govuk-error-summary")).to_be_focused()
    expect(desk.locator("main")).to_contain_text("Họ tên không có chữ số")
    check_page(desk)
    hands.write(
        desk.get_by_label("Danh sách người ký đơn"), GROUP.replace(" 7", " Bảy")
    )
    hands.press(desk.get_by_role("button", name="Tiếp nhận và xem biên nhận"))

    expect(desk.get_by_role("heading", level=1)).to_have_text("Biên nhận")
    hands.press(desk.get_by_role("link", name="Về trang đơn"))
    hands.press(desk.get_by_role("link", name="Người ký đơn"))
    expect(desk.locator("tbody tr")).to_have_count(7)
    expect(desk.locator("tbody tr").first).to_contain_text("Người đại diện")
    check_page(desk)


def test_a_caller_with_a_complaint_is_told_what_to_do(site, desk, check_page):
    desk.goto(f"{site.office}/petitions/new/")
    desk.get_by_label("Đơn đến bằng cách nào?").select_option("phone")
    desk.get_by_label("Khiếu nại", exact=True).check()
    desk.get_by_label("Sự việc gì đã xảy ra?").fill("[Mẫu] Không đồng ý quyết định")
    desk.get_by_label("Họ và tên").fill("Người Mẫu")
    desk.get_by_role("button", name="Tiếp nhận và xem biên nhận").click()

    expect(desk.locator("main")).to_contain_text("Nội dung này là khiếu nại")
    expect(desk.get_by_role("alert")).to_contain_text("Chưa lưu gì")
    check_page(desk)


def test_a_register_with_a_bad_row_is_mended_and_taken_in(site, desk, check_page):
    desk.goto(f"{site.office}/petitions/import/")
    check_page(desk)

    send(desk, workbook(GOOD, BAD))
    expect(desk.locator("#problems")).to_be_visible()
    expect(desk.get_by_role("rowheader", name="E3")).to_be_visible()
    check_page(desk)

    mended = workbook(GOOD, (*BAD[:4], "KNPA", BAD[5]))
    send(desk, mended)
    expect(desk.locator("#problems")).to_have_count(0)
    send(desk, mended, "Nhập tất cả, có lỗi thì không nhập dòng nào")
    expect(desk.get_by_role("status")).to_contain_text("Đã nhập 2 đơn")
    check_page(desk)

    desk.goto(f"{site.office}/petitions/import/")
    send(desk, mended)
    send(desk, mended, "Nhập tất cả, có lỗi thì không nhập dòng nào")
    expect(desk.get_by_role("status")).to_contain_text("Đã nhập 0 đơn")


def test_the_exchange_page_keeps_the_rules(site, desk, check_page):
    desk.goto(f"{site.office}/petitions/exchange/")
    check_page(desk)

    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Tải xuống").click()

    assert waiting.value.suggested_filename == "register.xlsx"


def send(page: Page, data: bytes, choice: str = "") -> None:
    file = {"name": "so-don.xlsx", "mimeType": "application/zip", "buffer": data}
    page.get_by_label("Tệp Excel").set_input_files(file)
    if choice:
        page.get_by_label(choice).check()
    page.get_by_role("button", name="Làm tiếp").click()
