"""A letter comes to the counter and is settled; nobody touches a mouse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.host.trial import Trial

STORY = "Bờ kè rạch Cái Sơn bị sạt lở một đoạn dài, trẻ em đi học rất nguy hiểm."
ASKED = "Đề nghị gia cố bờ kè và đặt biển báo."
FOUND = "Đoạn sạt lở dài 12 mét, cần gia cố."
ANSWER = "Phường đã đặt biển báo và sẽ gia cố bờ kè trong tháng tới."
NUMBER = re.compile(r"DV\d\d-\w{4}-\w{4}-\w")


@pytest.fixture
def person(
    site: Trial,
    open_browser: Callable[..., Page],
    keys: Callable[[Page], Any],
    check_page: Callable[[Page], None],
) -> Callable[[str], "Person"]:
    """Let somebody of that post sign in at a desk of his own."""

    def sit_down(username: str) -> Person:
        sitting = Person(site, open_browser(), keys, check_page)
        sitting.sign_in(username)
        return sitting

    return sit_down


class Person:
    """A member of staff at the keyboard; every page opened is held to the rules."""

    def __init__(self, site: Trial, page: Page, keys: Any, check: Any) -> None:
        self.site, self.page, self.keys = site, page, keys(page)
        self.check = lambda: check(page)

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.site.office}/sign-in/")
        self.check()
        self.keys.write(self.page.get_by_label("Tên đăng nhập"), username)
        self.keys.write(self.page.get_by_label("Mật khẩu"), self.site.password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc đến hạn")
        self.check()

    def menu(self, name: str) -> None:
        menu = self.page.get_by_role("navigation", name="Mục chính")
        self.keys.press(menu.get_by_role("link", name=name, exact=True))
        expect(self.page.locator(".dv-navigation [aria-current=page]")).to_have_text(
            name
        )
        self.check()

    def seek(self, words: str) -> None:
        self.menu("Đơn, phản ánh")
        self.keys.write(self.page.get_by_label("Số đơn hoặc từ cần tìm"), words)
        self.page.keyboard.press("Enter")

    def open_case(self, number: str) -> None:
        self.keys.press(self.page.get_by_role("link", name=number))
        expect(self.page.locator("#pane-title")).to_be_focused()
        self.keys.press(self.page.get_by_role("link", name="Xem toàn bộ hồ sơ"))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(number)
        self.check()

    def panel(self, step: str) -> Locator:
        return self.page.locator("details", has=self.page.get_by_text(step, exact=True))

    def open_panel(self, step: str) -> Locator:
        self.keys.press(self.panel(step).locator("summary"))
        return self.panel(step)

    def send(self, step: str) -> None:
        self.keys.press(self.panel(step).get_by_role("button", name=step))

    def choose(self, step: str, *answers: str) -> None:
        """Open a step's panel and tick what it offers."""
        panel = self.open_panel(step)
        for answer in answers:
            self.keys.press(panel.get_by_label(answer, exact=True), "Space")

    def take(self, step: str, state: str, **words: str) -> None:
        """Open a step's panel, fill it in, send it and see the new state."""
        self.open_panel(step)
        self.fill(step, state, **words)

    def fill(self, step: str, state: str, **words: str) -> None:
        """Fill in an open panel, send it and see the new state."""
        panel = self.panel(step)
        for label, text in words.items():
            field = panel.get_by_label(label.replace("_", " "))
            self.keys.write(field, text)
        self.send(step)
        expect(self.page.get_by_role("alert")).to_contain_text(f"{step}: đã ghi nhận")
        expect(self.page.locator("h1 .govuk-tag")).to_have_text(state)
        self.check()


def register(clerk: Person, story: str) -> str:
    """Take a letter of feedback in at the counter and give its number."""
    page, keys = clerk.page, clerk.keys
    clerk.menu("Nhận đơn tại quầy")
    keys.press(page.get_by_label("Kiến nghị, phản ánh"), "Space")
    keys.write(page.get_by_label("Sự việc gì đã xảy ra?"), story)
    keys.write(page.get_by_label("Người gửi đề nghị điều gì?"), ASKED)
    keys.press(page.get_by_label("Người gửi không muốn nêu tên"), "Space")
    keys.press(page.get_by_role("button", name="Tiếp nhận và xem biên nhận"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận")
    clerk.check()
    return page.locator(".dv-receipt__number").inner_text()


def test_a_letter_is_settled_from_the_counter_to_its_close(person):
    clerk = person("petition-clerk")
    number = register(clerk, STORY)
    assert NUMBER.fullmatch(number)
    expect(clerk.page.locator(".dv-receipt__code")).to_have_text(
        re.compile(r"\d{4} \d{4} \d{4}")
    )

    clerk.seek("bo ke rach cai son")
    expect(clerk.page.locator("[data-row]")).to_have_count(1)
    clerk.open_case(number)
    clerk.take("Phân loại", "Đã phân loại")
    clerk.take("Thụ lý", "Đã thụ lý", Ghi_chú_nội_bộ="Thuộc địa bàn phường.")
    expect(clerk.panel("Giao xác minh")).to_have_count(0)

    head = person("reception-head")
    head.seek(number)
    head.open_case(number)
    head.take("Giao xác minh", "Đang xác minh")

    verifier = person("verifier")
    verifier.seek("cai son")
    verifier.open_case(number)
    verifier.choose("Kết luận", "Đã giải quyết")
    verifier.fill("Kết luận", "Đã kết luận", Kết_quả_xác_minh=FOUND)

    clerk.page.reload()
    clerk.take("Trả lời", "Đã trả lời", Nội_dung_trả_lời=ANSWER)
    clerk.take("Kết thúc", "Đã kết thúc")
    expect(clerk.panel("Kết thúc")).to_have_count(0)
    expect(clerk.page.locator(".dv-answer")).to_have_text(ANSWER)
    expect(clerk.page.locator(".moj-timeline__item")).to_have_count(7)


def test_of_two_clerks_at_once_the_second_is_told_and_loses_no_word(person):
    clerk, head = person("petition-clerk"), person("reception-head")
    number = register(clerk, "Biển báo giao thông ở bến phà Cái Khế bị gãy.")
    for sitting in (clerk, head):
        sitting.seek("bien bao ben pha cai khe")
        sitting.open_case(number)
    clerk.take("Phân loại", "Đã phân loại")

    panel = head.open_panel("Phân loại")
    head.keys.write(panel.get_by_label("Ghi chú nội bộ"), "Chuyển đội giao thông.")
    head.send("Phân loại")

    told = head.page.get_by_role("alert")
    expect(told).to_contain_text("Đồng nghiệp đã xử lý trước")
    expect(told).to_contain_text("Chuyển đội giao thông.")
    expect(head.page.locator("h1 .govuk-tag")).to_have_text("Đã phân loại")
    expect(head.page.locator(".moj-timeline__item")).to_have_count(2)
    head.check()


def test_a_forgotten_answer_is_asked_for_at_its_field(person):
    clerk = person("petition-clerk")
    number = register(clerk, "Vòi nước công cộng ở hẻm 7 bị rò rỉ.")
    clerk.seek(number)
    clerk.open_case(number)
    clerk.take("Phân loại", "Đã phân loại")

    clerk.open_panel("Trả lời")
    clerk.send("Trả lời")

    summary = clerk.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    clerk.check()
    clerk.keys.press(summary.get_by_role("link", name="Hãy viết nội dung trả lời."))
    expect(clerk.page.get_by_label("Nội dung trả lời")).to_be_focused()
    expect(clerk.page).to_have_title(re.compile("^Lỗi:"))


def test_of_a_denunciation_the_counter_keeps_neither_name_nor_story(person):
    officer = person("reception-officer")
    page = officer.page
    officer.menu("Nhận đơn tại quầy")
    officer.keys.press(
        page.locator("main").get_by_role("link", name="Nhận đơn cần bảo mật")
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhận đơn cần bảo mật")
    officer.check()
    assert page.locator("main textarea, main input[type=file]").count() == 0

    officer.keys.press(page.get_by_label("Không", exact=True), "Space")
    officer.keys.press(page.get_by_role("button", name="Cấp mã hồ sơ và xem biên nhận"))

    number = page.locator(".dv-receipt__number").inner_text()
    expect(page.locator(".dv-receipt__code")).to_have_text(
        re.compile(r"^(\d{4} ?){3}$")
    )
    assert "tố cáo" not in page.content().lower()
    officer.check()
    clerk = person("petition-clerk")
    clerk.seek(number)
    expect(clerk.page.get_by_text("Không có đơn nào phù hợp")).to_be_visible()


def test_a_letter_that_is_a_denunciation_leaves_the_register_for_good(person):
    clerk = person("petition-clerk")
    page = clerk.page
    number = register(clerk, "Chuyện mẫu chỉ dành cho người có trách nhiệm")
    clerk.seek(number)
    clerk.open_case(number)
    clerk.keys.press(page.get_by_role("link", name="Đưa đơn này ra khỏi sổ"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Đưa đơn ra khỏi sổ")
    clerk.check()

    clerk.keys.press(page.get_by_label("Không", exact=True), "Space")
    clerk.keys.press(page.get_by_label(re.compile("^Tôi đang giữ bản in")), "Space")
    clerk.keys.press(page.get_by_role("button", name="Đưa đơn này ra khỏi sổ"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Đơn đã ra khỏi sổ")
    expect(page.locator("main")).to_contain_text(number)
    clerk.check()
    clerk.seek(number)
    expect(page.get_by_text("Không có đơn nào phù hợp")).to_be_visible()


def test_a_letter_without_a_story_stays_with_the_officer_who_typed_it(person):
    officer = person("reception-officer")
    page = officer.page
    officer.menu("Nhận đơn tại quầy")
    officer.keys.write(page.get_by_label("Họ và tên"), "Người Được Tạo Ra")

    officer.keys.press(page.get_by_role("button", name="Tiếp nhận và xem biên nhận"))

    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Họ và tên")).to_have_value("Người Được Tạo Ra")
    officer.check()


def test_a_number_is_found_however_it_is_typed_and_nothing_is_a_page_too(person):
    clerk = person("petition-clerk")
    number = register(clerk, "Cầu khỉ ấp Mỹ Phước mục ván.")

    clerk.seek(number.lower().replace("-", " "))
    expect(clerk.page.locator("[data-row]")).to_have_count(1)

    clerk.seek("khongconaothe")
    expect(clerk.page.locator(".dv-empty")).to_be_visible()
    clerk.check()
