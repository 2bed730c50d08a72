"""What people type is read back as they typed it and never runs in anybody's browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_citizen import (
    choose_start,
    codes,
    go_on,
    look_up,
    photo,
    say_where,
    send,
)

from danvan.host.trial import Trial

SCRIPT = "<script>window.hit=1</script>"
IMAGE = '"><img src=x onerror=window.hit=1>'
LINK = "javascript:window.hit=1"
TEMPLATE = "{{7*7}}"
ALL = f"{SCRIPT} {IMAGE} {LINK} {TEMPLATE}"
FILE = "<img src=x onerror=window.hit=1>.png"
KEPT = "_img src=x onerror=window.hit=1_.png"  # as any disk can hold it

Open = Callable[..., Page]


@pytest.fixture
def open_guarded(open_browser: Open) -> Open:
    """Open a browser in which a dialog counts as a fault; its violations do anyway."""

    def open_one(**options: Any) -> Page:
        page = open_browser(**options)
        page.on("dialog", lambda dialog: pytest.fail(f"dialog: {dialog.message}"))
        return page

    return open_one


def nothing_ran(page: Page) -> None:
    """See that no payload became a script, an element or a link, and none was worked out."""
    page.wait_for_load_state("load")
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.locator("img[src=x], [onerror], a[href^='javascript' i]").count() == 0
    assert page.locator("script:has-text('window.hit')").count() == 0


def read(page: Page, *texts: str, place: str = "main") -> None:
    """See the texts as they were typed, and nothing of them at work."""
    for text in texts:
        expect(page.locator(place).first).to_contain_text(text)
    nothing_ran(page)


def write(site: Trial, page: Page) -> tuple[str, str]:
    """Write a letter of payloads at the public's pages and give its two codes."""
    choose_start(site, page, "Tôi muốn góp ý")
    page.locator("#id_what").fill(f"Đèn đường hỏng ở hẻm này. {ALL}")
    page.get_by_label("Ảnh hoặc giấy tờ").set_input_files({**photo(), "name": FILE})
    go_on(page)
    nothing_ran(page)
    page.locator("#id_place").fill(IMAGE)
    say_where(page)
    page.locator("#id_name").fill(ALL)
    page.locator("#id_address").fill(LINK)
    go_on(page)
    read(page, ALL, IMAGE, LINK, KEPT)
    return send(page)


def take_in(site: Trial, page: Page) -> tuple[str, str]:
    """Type the same in at the counter."""
    page.goto(f"{site.office}/petitions/new/")
    page.get_by_label("Kiến nghị, phản ánh").check()
    page.locator("#id_what").fill(f"Nắp cống vỡ trước cổng trường. {ALL}")
    for field, text in {"request": ALL, "place": IMAGE, "name": ALL}.items():
        page.locator(f"#id_{field}").fill(text)
    page.locator("#id_address").fill(LINK)
    page.locator("#id_attachments").set_input_files({**photo(), "name": FILE})
    page.get_by_role("button", name="Tiếp nhận và xem biên nhận").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận")
    nothing_ran(page)
    return codes(page)


def answer(page: Page) -> None:
    """Note and answer in payloads on the case's page."""
    for step, label in (
        ("Phân loại", "Ghi chú nội bộ"),
        ("Trả lời", "Nội dung trả lời"),
    ):
        panel = page.locator("details", has=page.get_by_text(step, exact=True))
        panel.locator("summary").click()
        panel.get_by_label(label).fill(ALL)
        panel.get_by_role("button", name=step).click()
        expect(page.get_by_role("alert")).to_contain_text("đã ghi nhận")
        nothing_ran(page)


@pytest.mark.parametrize("way", ["wizard", "counter"])
def test_what_is_typed_is_read_as_typed_and_runs_nowhere(
    site: Trial, open_guarded: Open, sign_in: Callable[[Page, str], None], way: str
):
    public, clerk = open_guarded(), open_guarded()
    sign_in(clerk, "petition-clerk")
    number, code = write(site, public) if way == "wizard" else take_in(site, clerk)
    nothing_ran(public)

    clerk.goto(f"{site.office}/petitions/?q={number}")
    nothing_ran(clerk)
    clerk.get_by_role("link", name=number).click()
    read(clerk, SCRIPT, IMAGE)  # in the pane beside the queue
    clerk.get_by_role("link", name="Xem toàn bộ hồ sơ").click()
    read(clerk, ALL, IMAGE, LINK, KEPT)
    answer(clerk)
    read(clerk, ALL, place=".dv-answer")
    for address in (
        *("/", "/journal/", f"/search/?q={number}", "/search/?q=7*7"),
        f"/petitions/?q={number}",
        f"{clerk.url.removeprefix(site.office).partition('?')[0]}receipt/",
    ):
        clerk.goto(f"{site.office}{address}")
        nothing_ran(clerk)
    clerk.goto(f"{site.office}/search/")
    clerk.locator("main input[name=q]").fill(ALL)
    clerk.locator("main input[name=q]").press("Enter")
    expect(clerk.locator("main input[name=q]")).to_have_value(ALL)
    nothing_ran(clerk)

    look_up(site, public, number, code)
    read(public, ALL, place=".dv-answer")


@pytest.mark.parametrize("text", [SCRIPT, IMAGE, LINK, TEMPLATE])
def test_each_alone_comes_back_in_its_field(site: Trial, open_guarded: Open, text: str):
    page = open_guarded()
    choose_start(site, page, "Tôi đã gửi")
    page.get_by_label("Mã hồ sơ").fill(text)
    page.get_by_label("Mã tra cứu").fill(text)
    page.get_by_role("button", name="Xem", exact=True).click()

    expect(page.get_by_label("Mã hồ sơ")).to_have_value(text)
    nothing_ran(page)
