"""A compiler of reports checks a Word file before it is signed."""

import csv
import io
import json
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

SENTENCES = (
    "BÁO CÁO CÔNG TÁC DÂN VẬN",
    "Trong năm tiếp nhận 1.945 đơn (gồm 798 đơn khiếu nại và 933 đơn kiến nghị).",
    "Đã tiếp 2.650 lượt công dân (gồm 1.977 lượt thường xuyên, 673 lượt định kỳ).",
)
RATIO = "Đã giải quyết 85/110 đơn thuộc thẩm quyền, đạt tỷ lệ 87,3%."
PLAIN = "\n".join(("BÁO CÁO QUÝ III", *SENTENCES[1:], RATIO))
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "reports"
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


def text_file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def hand_over(site, page: Page, file: dict[str, object] | Path) -> None:
    page.goto(f"{site.office}/reports/new/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra số liệu").click()


def names_of_reports(site, page: Page) -> list[str]:
    page.goto(f"{site.office}/reports/")
    return page.locator("tbody th").all_inner_texts()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request) -> bool:
    """Whether the compiler's browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def office(scripts: bool, site, open_browser) -> Page:
    """The compiler's browser."""
    page = open_browser(java_script_enabled=scripts)
    return sign_in(site, page, "report-compiler")


@pytest.fixture
def check(scripts: bool, check_page):
    """Hold a page to the rules, where the checker itself can run."""
    return check_page if scripts else lambda page: None


def test_each_figure_is_marked_and_a_sum_and_a_ratio_lead_to_it(
    site, office, check, request
):
    hand_over(site, office, text_file(f"{request.node.name}.txt", PLAIN))

    errors = office.locator(".dv-findings").first.locator(".dv-finding--error")
    expect(errors).to_have_count(2)
    expect(errors.nth(0)).to_contain_text("Tổng")
    expect(errors.nth(1)).to_contain_text("Tỷ lệ")
    lines = office.locator(".dv-report__lines")
    for figure in ("1.945", "798", "933", "2.650", "1.977", "673", "85", "87,3"):
        assert lines.locator(".dv-figure", has_text=figure).count() >= 1
    errors.nth(1).get_by_role("link", name="Đến chỗ trong văn bản").click()
    expect(office.locator(".dv-figure:target")).to_have_class(re.compile("--error"))
    check(office)


def test_the_same_file_twice_is_one_report(site, office, request):
    file = text_file(f"{request.node.name}.txt", PLAIN + "\n" + request.node.name)
    hand_over(site, office, file)
    address = office.url

    hand_over(site, office, {**file, "name": "Tên khác.txt"})

    expect(office.get_by_text("Tệp này đã được đưa vào trước đây")).to_be_visible()
    assert office.url == address
    assert "Tên khác.txt" not in names_of_reports(site, office)


def test_pasted_text_is_a_report_too(site, office, request, check):
    office.goto(f"{site.office}/reports/new/")
    office.get_by_label("Hoặc dán văn bản vào đây").fill(
        f"{request.node.name}\n{RATIO}"
    )
    office.get_by_label("Tên văn bản dán vào").fill("Đoạn về đơn thư")
    office.get_by_role("button", name="Kiểm tra số liệu").click()

    expect(office.locator("h1")).to_have_text("Đoạn về đơn thư.txt")
    expect(office.locator(".dv-finding--error")).to_contain_text("85 : 110")
    check(office)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("mat.txt", f"MẬT\n{PLAIN}".encode(), "không được lưu"),
        ("anh.png", b"\x89PNG\r\n\x1a\n", "DOCX"),
        ("hong.docx", b"PK\x03\x04 no archive", "hỏng"),
        ("trong.txt", b"", "không có chữ nào"),
    ],
    ids=["secret", "picture", "broken", "empty"],
)
def test_what_cannot_be_read_is_named_and_leaves_nothing(
    site, office, check, name, data, said
):
    before = names_of_reports(site, office)

    hand_over(site, office, {"name": name, "mimeType": "text/plain", "buffer": data})

    expect(office.locator(".govuk-error-summary")).to_contain_text(said)
    check(office)
    assert names_of_reports(site, office) == before


def test_the_findings_go_out_as_a_table_and_as_json(site, office, request):
    hand_over(site, office, text_file("ra.txt", f"{request.node.name}\n{PLAIN}"))
    links = office.locator("a[download]")

    got = [
        office.request.get(f"{site.office}{link.get_attribute('href')}")
        for link in links.all()
    ]

    assert [answer.status for answer in got] == [200, 200]
    rows = list(csv.reader(io.StringIO(got[0].body().decode("utf-8-sig"))))
    assert sum("Không khớp" in row for row in rows) == 2
    result = json.loads(got[1].body())
    assert result["schema"] == "danvan.audit/1"
    assert {c["rule"] for c in result["checks"] if not c["holds"]} == {"sum", "ratio"}


@pytest.mark.skipif(
    not CORPUS.exists(),
    reason="the corpus of real reports (../shared/corpus) is not here",
)
def test_a_published_report_shows_its_known_error(site, compiler, check_page):
    (file,) = CORPUS.glob("001_*.txt")
    hand_over(site, compiler, file)

    errors = compiler.locator(".dv-findings").first.locator(".dv-finding--error")
    expect(errors.filter(has_text="798 + 933 = 1.731")).to_have_count(1)
    check_page(compiler)
