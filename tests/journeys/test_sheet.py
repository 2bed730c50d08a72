"""The golden path of a commune's compiler: five steps, no number typed."""

import re

import pytest
from playwright.sync_api import Page, expect

PERIOD = "g2026-9m"


class Steps:
    """Counts what somebody does: a page opened or a button pressed is a step, and every
    number typed is written down."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0
        self.numbers: list[str] = []

    def open(self, address: str) -> None:
        self.count += 1
        self.page.goto(address)

    def press(self, name: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def write(self, label: str, text: str) -> None:
        self.numbers += [c for c in text.split() if any(d.isdigit() for d in c)]
        self.page.get_by_label(label, exact=True).fill(text)


@pytest.fixture
def compiler(page: Page, sign_in) -> Page:
    sign_in(page, "report-compiler")
    return page


def sheet_of(
    site, page: Page, period: str = PERIOD, sheet: str = "inspectorate"
) -> str:
    """The address of the commune's sheet, taken from the page of what is owed."""
    page.goto(f"{site.office}/forms/submissions/")
    link = page.locator(f"a[href*='/compile/'][href*='/{period}/{sheet}/']")
    return f"{site.office}{link.first.get_attribute('href')}"


def test_a_report_is_reviewed_and_not_typed(site, compiler, check_page):
    steps = Steps(compiler)

    # 1: open it; the numbers stand there, counted, each a link to its cases.
    steps.open(sheet_of(site, compiler, PERIOD, "government"))
    total = compiler.locator("#row-QT02 td a")
    expect(total).to_be_visible()
    counted = total.inner_text().split()[0]
    assert counted.replace(".", "").isdigit()
    check_page(compiler)

    # 2: review what is marked, with the rule in words; the case, not the number.
    expect(compiler.locator("#marks")).to_be_visible()
    total.click()
    expect(compiler.locator("main li a").first).to_have_attribute(
        "href", re.compile("^/registers/")
    )
    check_page(compiler)
    steps.count += 1
    compiler.go_back()

    # 3: note what is odd and right.
    steps.write("Ghi chú chung của báo cáo", "Đã đối chiếu với sổ tiếp công dân.")
    steps.press("Lưu các ghi chú")
    expect(compiler.get_by_text("Đã lưu ghi chú.")).to_be_visible()

    # 4 and 5: sign, send.
    steps.press("Ký")
    expect(compiler.get_by_text("Đã ký, chưa gửi")).to_be_visible()
    check_page(compiler)
    steps.press("Gửi")
    expect(compiler.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    check_page(compiler)

    assert steps.count == 5
    assert steps.numbers == []
    expect(compiler.locator("#row-QT02 td a")).to_contain_text(counted)


def test_nothing_is_one_key_and_the_next_line_follows(site, compiler):
    compiler.goto(sheet_of(site, compiler, "2026-q3"))
    compiler.locator("#empty summary").first.click()
    lines = compiler.locator("#empty [data-row]:has([data-nothing])")
    count = lines.count()
    assert count > 1
    first, second = (lines.nth(n).get_attribute("id") for n in (0, 1))
    compiler.locator(f"#{first} input[inputmode='decimal']").focus()

    compiler.keyboard.press("k")

    expect(compiler.locator(f"#{first}")).to_contain_text("Không phát sinh")
    expect(compiler.locator(f"#{second} input[inputmode='decimal']")).to_be_focused()
    expect(compiler.locator("#empty [data-row]:has([data-nothing])")).to_have_count(
        count - 1
    )


def test_what_is_wrong_with_a_typed_number_is_said_and_the_rest_is_kept(
    site, compiler, check_page
):
    compiler.goto(sheet_of(site, compiler, "2026-q3"))
    compiler.locator("#empty > summary").click()
    line = compiler.locator("#row-GQ18")
    line.get_by_label("Số này lấy từ đâu?").fill("Sổ theo dõi tố cáo")
    line.locator("input[inputmode='decimal']").fill("12,5")
    line.get_by_role("button", name=re.compile("^Lưu")).click()

    line = compiler.locator("#row-GQ18")
    expect(line).to_contain_text("bỏ phần lẻ")
    expect(line.get_by_label("Số này lấy từ đâu?")).to_have_value("Sổ theo dõi tố cáo")
    check_page(compiler)


def test_the_sheet_works_without_scripts(site, open_browser, sign_in):
    page = open_browser(java_script_enabled=False)
    sign_in(page, "report-compiler")
    page.goto(sheet_of(site, page, "2026-9m"))
    page.locator("#empty > summary").click()
    line = page.locator("#row-XLD22")

    line.get_by_role("button", name=re.compile("^Không phát sinh")).click()

    expect(page.locator("#said")).to_contain_text("XLD22")
    expect(page.locator("#row-XLD22")).to_contain_text("Không phát sinh")


def test_what_the_rules_find_is_listed_for_those_above(site, page, sign_in, check_page):
    sign_in(page, "provincial-compiler")

    page.goto(f"{site.office}/forms/findings/?period=2026-q3")

    expect(page.get_by_role("heading", level=1)).to_have_text("Phát hiện theo quy tắc")
    check_page(page)
