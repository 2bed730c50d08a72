"""A denunciation lies sealed: refused to a colleague, opened by two, passed on redacted."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.host.trial import Trial

NAME, PHONE = "Huỳnh Thị Mẫu Lan", "0900 111 222"
STORY = (
    f"Tôi là {NAME}, điện thoại 0900.111.222. Khoản chi mẫu số 7 không có thật, "
    "chứng từ đã bị sửa."
)
REASON = "Xác minh theo quyết định thụ lý mẫu"
SECRETS = (NAME, PHONE, "chứng từ đã bị sửa", "bang-ke-cua-lan")
COMMUNE = "Phường Ninh Kiều"
FIRST, SECOND = "Người giữ khóa, ", "Người giữ khóa thứ hai, "


@pytest.fixture
def number(site: Trial, open_browser: Callable[..., Page], check_page) -> str:
    """The number under which a citizen's sealed letter lies in the ward.

    Written on a small screen without JavaScript; looked up with its code.
    """
    size = {"width": 360, "height": 740}
    page = open_browser(java_script_enabled=False, viewport=size)
    page.goto(f"{site.portal}/gui/to-cao/")
    page.locator("main").get_by_role("link", name="Viết thư kín").click()
    _write(page)
    number, code = _send(page, check_page)
    page.goto(f"{site.portal}/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(number)
    page.get_by_label("Mã tra cứu").fill(code)
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận")
    assert "tố cáo" not in page.content().lower()
    return number


def _write(page: Page) -> None:
    expect(page.get_by_role("link", name="Thoát nhanh").first).to_be_visible()
    page.get_by_label("Họ và tên", exact=True).first.fill("Người bị nêu mẫu")
    page.get_by_label("Người đó làm việc ở đâu?").first.fill("Hợp tác xã Mẫu")
    page.get_by_label("Họ đã làm gì?").fill(STORY)
    page.get_by_label("Xã, phường, đặc khu").select_option(label=COMMUNE)
    page.get_by_label("Họ và tên của ông/bà").fill(NAME)
    page.get_by_label("Địa chỉ của ông/bà").fill("12 đường Mẫu")
    page.get_by_label("Số điện thoại của ông/bà").fill(PHONE)
    page.locator("main").get_by_role("button", name="Tiếp tục").last.click()


def _send(page: Page, check_page: Callable[[Page], None]) -> tuple[str, str]:
    """Press Send, once more if that was faster than anybody reads; give the codes."""
    shown = page.locator(".dv-receipt__number")
    button = page.get_by_role("button", name="Niêm phong và gửi")
    while not shown.count():
        expect(page.locator("main")).to_contain_text(STORY)
        page.locator("input[name=story_files]").set_input_files(
            {
                "name": "bang-ke-cua-lan.txt",
                "mimeType": "text/plain",
                "buffer": "Bảng kê mẫu".encode(),
            }
        )
        with page.expect_navigation():
            button.click()
    expect(shown).to_have_text(re.compile(r"^DV\d\d-\w{4}-\w{4}-\w$"))
    assert not [w for w in (*SECRETS, COMMUNE, "tố cáo") if w in page.content()]
    return shown.inner_text(), page.locator(".dv-receipt__code").inner_text()


@pytest.fixture
def officer(
    site: Trial,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
) -> Iterator[Callable[[str], "Officer"]]:
    """Let an officer sign in in a browser of his own."""

    def come_in(username: str) -> Officer:
        page = open_browser()
        sign_in(page, username)
        return Officer(site, page, check_page)

    return come_in


class Officer:
    """Somebody at his desk; every page he opens is held to the rules of access."""

    def __init__(self, site: Trial, page: Page, check: Callable[[Page], None]) -> None:
        self.site, self.page, self._check = site, page, check

    def go(self, path: str) -> int:
        answer = self.page.goto(f"{self.site.office}{path}")
        assert answer is not None
        self._check(self.page)
        return answer.status

    def press(self, name: str, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role("button", name=name).click()
        self._check(self.page)

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self._check(self.page)

    def unlock(self) -> None:
        self.go("/vault/key/unlock/")
        self.type_passphrase()

    def type_passphrase(self) -> None:
        self.page.get_by_label("Cụm mật khẩu").fill(self.site.passphrase)
        self.press("Mở khóa")

    def assign(self, label: str) -> None:
        choice = self.page.get_by_label("Cán bộ", exact=True)
        choice.select_option(choice.locator("option", has_text=label).inner_text())
        self.press("Giao hồ sơ")

    def say_why(self) -> None:
        self.page.get_by_label("Để xác minh nội dung").check()
        self.page.get_by_label("Lý do").fill(REASON)

    def sees(self, *words: str) -> None:
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word)

    def sees_nothing_of(self, *words: str) -> None:
        told = self.page.content()
        assert [word for word in words if word in told] == []


def test_a_sealed_case_from_the_curious_colleague_to_the_other_unit(
    number: str, officer: Callable[[str], Officer]
):
    leader = officer("unit-leader")
    leader.go("/vault/cases/")
    leader.sees(number)
    leader.sees_nothing_of(*SECRETS)
    leader.follow(number)
    case = leader.page.url.partition("/vault/")[2]
    leader.assign(FIRST)
    leader.sees(FIRST)

    curious = officer("petition-clerk")
    for path in ("", "open/story/", "open/identity/", "identity/", "close/"):
        assert curious.go(f"/vault/{case}{path}") == 404
    assert curious.go("/vault/cases/") == 404
    for path in ("/", f"/search/?q={number[-6:]}", "/petitions/?q=" + number[-6:]):
        curious.go(path)
        curious.sees_nothing_of(number, *SECRETS)
    auditor = officer("auditor")
    auditor.go("/journal/?chain=C31135")
    auditor.sees_nothing_of(*SECRETS, REASON)

    first, second = officer("ward-key-holder"), officer("ward-key-holder-2")
    _opened_by_two(first, second, case)
    _passed_on(first, case)
    _read_elsewhere(officer, number, case)
    auditor.go("/journal/?chain=C31135")
    auditor.sees_nothing_of(*SECRETS, REASON)


def _opened_by_two(first: Officer, second: Officer, case: str) -> None:
    first.go(f"/vault/{case}")
    first.sees("Khóa của ông/bà đang đóng.")
    first.follow("Mở khóa rồi quay lại")
    first.type_passphrase()
    first.follow("Mở: Danh tính")
    first.press("Đề nghị người giữ khóa thứ hai")
    expect(first.page.locator(".govuk-error-summary")).to_be_visible()
    first.say_why()
    first.press("Đề nghị người giữ khóa thứ hai")
    first.sees("Đang chờ người giữ khóa thứ hai", SECOND)
    first.sees_nothing_of(*SECRETS)

    second.unlock()
    second.go("/vault/requests/")
    second.sees(FIRST, REASON)
    second.press("Đồng ý", second.page.get_by_role("region").filter(has_text=REASON))

    first.follow("Tải lại trang")
    first.sees("đã đồng ý", REASON)
    first.press("Mở")
    first.sees_nothing_of(*SECRETS)
    first.press("Hiện danh tính")
    first.sees(NAME, PHONE, f"cùng {SECOND}")
    first.go(f"/vault/{case}identity/")
    first.sees_nothing_of(*SECRETS)


def _passed_on(first: Officer, case: str) -> None:
    first.go(f"/vault/{case}")
    first.follow("Mở: Nội dung")
    first.say_why()
    first.press("Mở")
    first.sees("chứng từ đã bị sửa", REASON)
    first.press("Soạn bản trích")
    draft = first.page.locator("textarea[name=extract]")
    expect(draft).not_to_have_value(NAME)
    assert NAME not in draft.input_value()
    assert "[…]" in draft.input_value()
    first.page.get_by_label("Đơn vị nhận").select_option(
        "Ủy ban nhân dân thành phố Cần Thơ"
    )
    first.page.get_by_label("tep-1.txt").check()
    first.press("Kiểm tra nội dung chuyển đi")
    first.sees("trich-1.txt")
    first.sees_nothing_of(NAME, PHONE, "bang-ke-cua-lan")
    first.press("Chuyển ngay")
    first.sees("Ủy ban nhân dân thành phố Cần Thơ")


def _read_elsewhere(officer: Callable[[str], Officer], number: str, case: str) -> None:
    leader = officer("city-leader")
    leader.go("/vault/cases/")
    leader.follow(number)
    leader.assign(FIRST)

    there = officer("key-holder")
    there.unlock()
    there.go(f"/vault/{case}")
    there.sees("Hồ sơ do đơn vị khác chuyển đến.")
    there.follow("Mở: Bản trích")
    there.say_why()
    there.press("Mở")
    there.sees("Khoản chi mẫu số 7", "trich-1.txt")
    there.sees_nothing_of(NAME, PHONE, "0900.111.222", "bang-ke-cua-lan")
    assert there.go(f"/vault/{case}open/story/") == 404
