"""The queue by keyboard alone: opened, screened, answered, in so many keys."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.host.trial import Trial

MOST_KEYS = 8


class Clerk:
    """Somebody at the queue whose keys are counted; what is typed is no command."""

    def __init__(self, page: Page, office: str) -> None:
        self.page, self.office, self.keys = page, office, 0

    @property
    def pane(self) -> Locator:
        return self.page.locator("#pane")

    @property
    def title(self) -> Locator:
        return self.page.locator("#pane-title")

    def look(self, query: str = "") -> None:
        self.page.goto(f"{self.office}/petitions/{query}")

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def open(self) -> None:
        """Open the first petition of the list; the keys are counted from here."""
        self.page.keyboard.press("j")
        self.page.keyboard.press("Enter")
        expect(self.title).to_be_focused()
        self.keys = 0

    def stands(self, state: str) -> None:
        expect(self.title.locator(".govuk-tag")).to_have_text(state)
        expect(self.title).to_be_focused()


@pytest.fixture
def clerk(
    site: Trial, open_browser: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> Callable[[str], Clerk]:
    """Let somebody of that post sit down at the queue."""

    def sit_down(username: str, **options: object) -> Clerk:
        page = open_browser(**options)
        sign_in(page, username)
        return Clerk(page, site.office)

    return sit_down


def register(at: Clerk, story: str) -> str:
    """Take a letter in at the counter; return the words to find it by."""
    mark = uuid.uuid4().hex[:10]
    at.page.goto(f"{at.office}/petitions/new/")
    at.page.get_by_label("Kiến nghị, phản ánh").check()
    at.page.get_by_label("Sự việc gì đã xảy ra?").fill(f"{story} {mark}")
    at.page.get_by_label("Người gửi không muốn nêu tên").check()
    at.page.get_by_role("button", name="Tiếp nhận và xem biên nhận").click()
    expect(at.page.locator(".dv-receipt__number")).to_be_visible()
    return mark


def test_a_simple_petition_is_accepted_and_assigned_in_eight_keys(clerk, check_page):
    head = clerk("reception-head")
    head.look(f"?q={register(head, 'Nắp cống trên đường Hai Bà Trưng bị vỡ')}")
    check_page(head.page)
    head.open()
    check_page(head.page)

    head.press("1")
    head.press("Enter")
    head.stands("Đã phân loại")
    expect(head.page.locator("[data-row] .govuk-tag").first).to_have_text(
        "Đã phân loại"
    )
    head.press("c")
    head.press("Enter")
    head.stands("Đã thụ lý")
    head.press("u")
    expect(head.pane.get_by_label("Đơn vị xác minh")).to_be_focused()
    head.press("Enter")
    head.stands("Đang xác minh")

    assert head.keys <= MOST_KEYS
    check_page(head.page)


def test_a_simple_petition_is_answered_in_eight_keys(clerk):
    at = clerk("petition-clerk")
    at.look(f"?q={register(at, 'Đèn đường hẻm 5 không sáng')}")
    at.open()

    at.press("1")
    at.press("Enter")
    at.stands("Đã phân loại")
    at.press("a")
    expect(at.pane.get_by_label("Nội dung trả lời")).to_be_focused()
    at.page.keyboard.insert_text("Đèn đã được thay.")
    at.press("Control+Enter")
    at.stands("Đã trả lời")

    assert at.keys <= MOST_KEYS
    expect(at.page.locator("#said")).to_contain_text("Trả lời: đã ghi nhận")


def test_a_forgotten_answer_is_asked_for_beside_the_list(clerk, check_page):
    at = clerk("petition-clerk")
    at.look(f"?q={register(at, 'Cây đổ chắn lối vào trường học')}")
    at.open()
    at.press("1")
    at.press("Enter")
    at.stands("Đã phân loại")

    at.press("a")
    at.press("Control+Enter")

    expect(at.pane.locator(".govuk-error-summary")).to_be_focused()
    expect(at.page.locator("#said")).to_contain_text("Hãy viết nội dung trả lời.")
    check_page(at.page)


def test_the_address_says_what_is_chosen_and_the_way_back_works(clerk):
    at = clerk("petition-clerk")
    at.look("?state=received")
    at.open()
    first = at.title.inner_text()
    expect(at.page).to_have_url(re.compile(r"state=received&chosen="))

    at.page.keyboard.press("n")
    expect(at.title).not_to_have_text(first)
    expect(at.title).to_be_focused()
    at.page.go_back()

    expect(at.title).to_contain_text(first.split()[0])
    at.page.reload()
    expect(at.title).to_contain_text(first.split()[0])


def test_keys_are_letters_in_a_field_and_moving_keeps_the_place(clerk):
    at = clerk("petition-clerk")
    at.look()
    links = at.page.locator("[data-open]")
    for key, place in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        at.page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    at.page.keyboard.press("x")
    expect(at.page.locator("input[name=id]").first).to_be_checked()

    at.page.keyboard.press("/")
    at.page.keyboard.type("jnx1c?")

    expect(at.page.get_by_label("Số đơn hoặc từ cần tìm")).to_have_value("jnx1c?")
    expect(at.page.locator("dialog")).not_to_be_visible()
    expect(at.page.locator("input[name=id]:checked")).to_have_count(1)


def test_the_keys_are_listed_and_can_be_switched_off_for_the_account(clerk, check_page):
    at = clerk("unit-leader")
    at.look()
    at.page.keyboard.press("?")
    expect(at.page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    check_page(at.page)
    at.page.keyboard.press("Escape")

    at.page.goto(f"{at.office}/petitions/keys/")
    check_page(at.page)
    at.page.get_by_role("button", name="Tắt phím tắt").click()
    at.look()
    at.page.keyboard.press("j")
    at.page.keyboard.press("?")

    expect(at.page.locator("[data-open]").first).not_to_be_focused()
    expect(at.page.get_by_role("dialog")).to_have_count(0)
    at.page.goto(f"{at.office}/petitions/keys/")
    at.page.get_by_role("button", name="Bật phím tắt").click()


def test_on_a_phone_a_petition_opens_on_its_own_page(clerk, check_page):
    at = clerk("petition-clerk", viewport={"width": 360, "height": 740})
    at.look()
    check_page(at.page)
    number = at.page.locator("[data-open]").first.inner_text()

    at.page.locator("[data-open]").first.click()

    expect(at.page.get_by_role("heading", level=1)).to_contain_text(number)


def test_without_a_script_the_list_leads_to_pages(site, clerk, open_browser):
    at = clerk("petition-clerk")
    cookies = at.page.context.cookies()
    plain = open_browser(java_script_enabled=False)
    plain.context.add_cookies(cookies)

    plain.goto(f"{site.office}/petitions/")
    number = plain.locator("[data-open]").first.inner_text()
    plain.locator("[data-open]").first.click()

    expect(plain.get_by_role("heading", level=1)).to_contain_text(number)


def test_several_letters_take_one_step_after_a_look_at_what_would_happen(
    clerk, check_page
):
    at = clerk("petition-clerk")
    marks = [register(at, "Biển tên đường bị mờ ở phường") for _ in range(2)]
    assert marks
    at.look("?q=bien+ten+duong+bi+mo&state=received")
    expect(at.page.locator("[data-row]")).to_have_count(2)
    for key in "jxjx":
        at.page.keyboard.press(key)
    at.page.get_by_role("button", name="Xử lý các đơn đã chọn").click()
    check_page(at.page)
    at.page.get_by_role("link", name="Phân loại").click()
    check_page(at.page)
    at.page.get_by_role("button", name="Xem trước kết quả").click()
    expect(at.page.locator("main")).to_contain_text("2 hồ sơ sẽ sang bước này.")
    expect(at.page.locator("main")).to_contain_text("Việc này không hoàn tác được")
    check_page(at.page)

    at.page.get_by_role("button", name="Thực hiện với 2 hồ sơ").click()

    expect(at.page.locator("main")).to_contain_text("2 hồ sơ đã sang bước này.")
    expect(at.page.locator("#said")).to_contain_text("Đã xử lý 2/2")
    check_page(at.page)


def test_a_filter_is_saved_under_a_name_and_is_a_chip_afterwards(clerk, check_page):
    at = clerk("petition-clerk")
    name = f"Mới nhận {uuid.uuid4().hex[:6]}"
    at.look("?state=received&kind=feedback")
    at.page.get_by_role("link", name="Lưu bộ lọc này").click()
    check_page(at.page)
    at.page.get_by_label("Tên bộ lọc").fill(name)
    at.page.get_by_role("button", name="Lưu bộ lọc này").click()

    chip = at.page.get_by_role("link", name=name)
    expect(chip).to_have_attribute("aria-current", "true")
    expect(chip).to_contain_text(re.compile(r"\d+$"))
