"""A citizen without scripts writes, keeps a code, and reads the answer under it."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from psycopg import sql

from danvan.host import roles
from danvan.host.databases import choose
from danvan.host.trial import Trial

STORY = "Nắp cống đầu hẻm 42 bị vỡ từ tuần trước, xe máy dễ sụp xuống."
ANSWER = "Phường đã thay nắp cống mới hôm nay."
NUMBER = re.compile(r"DV\d\d-\w{4}-\w{4}-\w")
CODE = re.compile(r"\d{4} \d{4} \d{4}")


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def phone(request, open_browser: Callable[..., Page]) -> Page:
    """A citizen's small screen."""
    size = {"width": 360, "height": 740}
    return open_browser(java_script_enabled=request.param, viewport=size)


def photo() -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#557799").save(picture, "PNG")
    return {
        "name": "nap-cong.png",
        "mimeType": "image/png",
        "buffer": picture.getvalue(),
    }


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Tiếp tục").click()


def choose_start(site: Trial, page: Page, choice: str) -> None:
    page.goto(f"{site.portal}/")
    page.get_by_role("link", name=choice).click()


def say_where(page: Page) -> None:
    expect(page.locator("#id_province option:checked")).to_have_text(
        re.compile("Cần Thơ")
    )
    page.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Ninh Kiều")
    go_on(page)


def send(page: Page) -> tuple[str, str]:
    """Press Send, once more if that was faster than anybody reads; give the codes."""
    while page.url.endswith("/xem-lai/"):
        page.get_by_role("button", name="Gửi", exact=True).click()
    return codes(page)


def codes(page: Page) -> tuple[str, str]:
    number, code = (
        page.locator(".dv-receipt__number"),
        page.locator(".dv-receipt__code"),
    )
    expect(number).to_have_text(NUMBER)
    expect(code).to_have_text(CODE)
    return number.inner_text(), code.inner_text()


def write_feedback(site: Trial, page: Page, story: str) -> None:
    """Fill in everything up to the page before sending."""
    choose_start(site, page, "Tôi muốn góp ý")
    page.get_by_label("Ông/bà muốn nói điều gì?").fill(story)
    go_on(page)
    say_where(page)
    go_on(page)


def look_up(site: Trial, page: Page, number: str, code: str) -> None:
    choose_start(site, page, "Tôi đã gửi")
    page.get_by_label("Mã hồ sơ").fill(number)
    page.get_by_label("Mã tra cứu").fill(code)
    page.get_by_role("button", name="Xem", exact=True).click()


def counts(site: Trial) -> dict[str, int]:
    """Count the rows of every table of the database."""
    with psycopg.connect(choose(site.data, None).url()) as db:
        tables = db.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {name: _count(db, name) for (name,) in tables}


def _count(db: psycopg.Connection, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    return db.execute(query).fetchone()[0]


def test_feedback_with_a_photo_takes_five_pages_and_gives_two_codes(
    site: Trial, phone: Page
):
    shown: list[str] = []
    choose_start(site, phone, "Tôi muốn góp ý")
    phone.on("framenavigated", lambda frame: shown.append(frame.url))
    shown.append(phone.url)
    phone.get_by_label("Ông/bà muốn nói điều gì?").fill(STORY)
    phone.get_by_label("Ảnh hoặc giấy tờ").set_input_files(photo())
    go_on(phone)
    say_where(phone)
    go_on(phone)
    expect(phone.get_by_text("nap-cong.png")).to_be_visible()
    expect(phone.locator("main")).to_contain_text(STORY)

    number, code = send(phone)

    assert len(set(shown)) <= 5
    look_up(site, phone, number.lower(), code.replace(" ", ""))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã nhận")
    look_up(site, phone, number, "000000000000")
    expect(phone.get_by_text("so từng ký tự với biên nhận").first).to_be_visible()


def test_sending_twice_is_one_petition_with_one_receipt(
    site: Trial, open_browser: Callable[..., Page]
):
    first = open_browser(java_script_enabled=False)
    write_feedback(site, first, "Đèn chiếu sáng ở công viên tắt ba đêm liền.")
    second = first.context.new_page()
    second.goto(first.url)
    before = counts(site)["petitions_petition"]

    once, again = send(first), send(second)

    assert once == again
    assert counts(site)["petitions_petition"] == before + 1


def test_the_answer_of_the_office_is_read_under_the_code(
    site: Trial,
    phone: Page,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
):
    write_feedback(site, phone, "Vỉa hè trước chợ bị lấn chiếm, phải đi xuống đường.")
    number, code = send(phone)
    phone.get_by_role("button", name="Tôi đã ghi lại cả hai mã").click()

    clerk = open_browser()
    sign_in(clerk, "petition-clerk")
    clerk.goto(f"{site.office}/petitions/?q={number}")
    clerk.get_by_role("link", name=number).click()
    clerk.get_by_role("link", name="Xem toàn bộ hồ sơ").click()
    for step, words in (("Phân loại", {}), ("Trả lời", {"Nội dung trả lời": ANSWER})):
        panel = clerk.locator("details", has=clerk.get_by_text(step, exact=True))
        panel.locator("summary").click()
        for label, text in words.items():
            panel.get_by_label(label).fill(text)
        panel.get_by_role("button", name=step).click()
        expect(clerk.get_by_role("alert")).to_contain_text("đã ghi nhận")

    look_up(site, phone, number, code)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã trả lời")
    expect(phone.locator(".dv-answer")).to_have_text(ANSWER)


def test_who_wants_to_denounce_reads_guidance_and_leaves_no_trace(
    site: Trial, phone: Page
):
    before = counts(site)

    choose_start(site, phone, "Tôi muốn báo việc làm sai")

    expect(phone.get_by_role("link", name="Thoát nhanh")).to_be_visible()
    expect(phone.locator("main form, main input, main textarea")).to_have_count(0)
    assert counts(site) == before
    assert phone.context.cookies() == []


def test_a_complaint_asks_for_decision_name_and_address(site: Trial, phone: Page):
    choose_start(site, phone, "Tôi không đồng ý với một quyết định")
    phone.get_by_label("Ông/bà không đồng ý với").fill("Quyết định 15/QĐ-UBND")
    for part, number in (("Ngày", "3"), ("Tháng", "2"), ("Năm", "2020")):
        phone.get_by_label(part, exact=True).fill(number)
    go_on(phone)
    expect(phone.get_by_text("hết thời hiệu khiếu nại")).to_be_visible()
    go_on(phone)
    phone.get_by_label("Vì sao ông/bà cho là").fill("Diện tích đo sai, ít hơn thực tế.")
    phone.get_by_label("Ông/bà yêu cầu cơ quan làm gì?").fill("Đề nghị đo lại.")
    go_on(phone)
    say_where(phone)
    go_on(phone)
    expect(phone.locator(".govuk-error-summary a")).to_have_count(2)
    phone.get_by_label("Họ và tên").first.fill("Người Được Tạo Ra")
    phone.get_by_label("Địa chỉ").fill("Số 1 đường Mẫu")
    go_on(phone)

    number, code = send(phone)

    look_up(site, phone, number, code)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đã nhận")


def test_each_page_on_the_way_is_in_order(
    site: Trial, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
):
    page = open_browser()
    choose_start(site, page, "Tôi muốn góp ý")
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    check_page(page)
    page.get_by_label("Ông/bà muốn nói điều gì?").fill(STORY)
    page.get_by_label("Ảnh hoặc giấy tờ").set_input_files(photo())
    go_on(page)
    check_page(page)
    say_where(page)
    check_page(page)
    go_on(page)
    check_page(page)
    number, code = send(page)
    check_page(page)
    look_up(site, page, number, code)
    check_page(page)
    look_up(site, page, number, "1")
    check_page(page)


@contextmanager
def without_database(data: Path) -> Iterator[None]:
    """Take the database away from the public's process alone."""
    address = choose(data, None).url("postgres")
    with psycopg.connect(address, autocommit=True) as db:
        role = sql.Identifier(roles.PORTAL)
        shut = sql.SQL("ALTER ROLE {} NOLOGIN").format(role)
        db.execute(shut)
        db.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE usename = %s",
            [roles.PORTAL],
        )
        try:
            yield
        finally:
            db.execute(sql.SQL("ALTER ROLE {} LOGIN").format(role))


def test_while_the_database_is_away_no_word_is_lost(site: Trial, phone: Page):
    choose_start(site, phone, "Tôi muốn góp ý")
    story = "Cây xanh ngã ba đường bị gãy nhánh,\nchắn tầm nhìn."
    phone.get_by_label("Ông/bà muốn nói điều gì?").fill(story)
    phone.get_by_label("Ảnh hoặc giấy tờ").set_input_files(photo())

    with without_database(site.data), phone.expect_response("**/noi-dung/") as answer:
        go_on(phone)

    assert answer.value.status == 503
    expect(phone.get_by_role("heading", level=1)).to_contain_text(
        "tạm thời chưa sẵn sàng"
    )
    expect(phone.get_by_text("chọn lại các tệp")).to_be_visible()
    expect(phone.get_by_label("Ông/bà muốn nói điều gì?")).to_have_value(story)
    phone.get_by_role("button", name="Gửi lại").click()
    say_where(phone)
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("Cây xanh ngã ba đường")
