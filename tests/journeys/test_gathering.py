"""Sheets of many communes gathered: one is missing, one is wrong, one is no workbook."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

ADDRESS = "/forms/gather/"


@pytest.fixture
def desk(site, page: Page, sign_in) -> Page:
    sign_in(page, "provincial-compiler")
    return page


def filled(page: Page, site, unit: str, spoil: dict[str, object]) -> bytes:
    """Download the empty sheet of a unit and fill it in."""
    address = f"{site.office}{ADDRESS}blank.xlsx?sheet=inspectorate&unit={unit}"
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(address).body()))
    for row in book.worksheets[0].iter_rows(min_row=10):
        row[3].value = spoil.get(row[0].value, 0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_many_sheets_become_one(site, desk, check_page):
    desk.goto(f"{site.office}{ADDRESS}")
    check_page(desk)
    units = desk.locator("#unit option").evaluate_all("all => all.map(o => o.value)")
    bodies = [filled(desk, site, unit, {}) for unit in units[:2]]
    bodies.append(filled(desk, site, units[2], {"TCD02": "hai lượt"}))
    bodies.append(b"PK\x03\x04 no workbook")

    send(desk, bodies)

    expect(desk.locator("#found")).to_be_visible()
    expect(desk.get_by_role("rowheader", name="xa-3.xlsx")).to_be_visible()
    faults = desk.get_by_role("table", name="Số liệu thiếu hoặc sai")
    expect(faults).to_contain_text("D11")
    expect(faults).to_contain_text("hai lượt")
    expect(desk.locator("main")).to_contain_text(f"3 / {len(units)}")
    check_page(desk)

    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Bảng ghi chỗ thiếu và sai").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert "D11" in [cell.value for row in book.worksheets[1].rows for cell in row]

    desk.get_by_role("button", name="Nhập ").click()
    expect(desk.get_by_role("status")).to_contain_text("Đã nhập")
    check_page(desk)

    send(desk, bodies[:2])
    desk.get_by_role("button", name="Nhập ").click()
    expect(desk.get_by_role("status")).to_contain_text("Đã nhập 0 số liệu")


def send(page: Page, bodies: list[bytes]) -> None:
    files = [
        {"name": f"xa-{n}.xlsx", "mimeType": "application/zip", "buffer": body}
        for n, body in enumerate(bodies)
    ]
    page.get_by_label("Tệp Excel của các đơn vị").set_input_files(files)
    page.get_by_role("button", name="Xem các tệp").click()
