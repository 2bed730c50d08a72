"""A denunciation lies sealed: refused to a colleague, opened by two, passed on redacted."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.host.trial import Trial, clean_environment

from .vault_of import NAME, PASSPHRASE, PHONE

REASON = "Xác minh theo quyết định thụ lý mẫu"
SECRETS = (NAME, PHONE, "chứng từ đã bị sửa", "don-cua-lan")


@pytest.fixture(scope="module")
def number(site: Trial) -> str:
    """The number of a case sealed for the commune of the demonstration."""
    made = subprocess.run(
        [sys.executable, Path(__file__).with_name("vault_of.py"), site.password],
        env=clean_environment() | {"DANVAN_DATA": str(site.data)},
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


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
        self.page.get_by_label("Cụm mật khẩu").fill(PASSPHRASE)
        self.press("Mở khóa")

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
    leader.page.get_by_label("Cán bộ", exact=True).select_option("Cán bộ giu-khoa-1")
    leader.press("Giao hồ sơ")
    leader.sees("Cán bộ giu-khoa-1")

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

    first, second = officer("giu-khoa-1"), officer("giu-khoa-2")
    _opened_by_two(first, second, case)
    _passed_on(first, case)
    _read_elsewhere(officer, number, case)
    auditor.go("/journal/?chain=C31135")
    auditor.sees_nothing_of(*SECRETS, REASON)


def _opened_by_two(first: Officer, second: Officer, case: str) -> None:
    first.go(f"/vault/{case}")
    first.sees("Khóa của ông/bà đang đóng.")
    first.follow("Mở khóa rồi quay lại")
    first.page.get_by_label("Cụm mật khẩu").fill(PASSPHRASE)
    first.press("Mở khóa")
    first.follow("Mở: Danh tính")
    first.press("Đề nghị người giữ khóa thứ hai")
    expect(first.page.locator(".govuk-error-summary")).to_be_visible()
    first.say_why()
    first.press("Đề nghị người giữ khóa thứ hai")
    first.sees("Đang chờ người giữ khóa thứ hai", "Cán bộ giu-khoa-2")
    first.sees_nothing_of(*SECRETS)

    second.unlock()
    second.go("/vault/requests/")
    second.sees("Cán bộ giu-khoa-1", REASON)
    second.press("Đồng ý")

    first.follow("Tải lại trang")
    first.sees("đã đồng ý", REASON)
    first.press("Mở")
    first.sees_nothing_of(*SECRETS)
    first.press("Hiện danh tính")
    first.sees(NAME, PHONE, "cùng Cán bộ giu-khoa-2")
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
    first.page.get_by_label("don-cua-lan.txt").check()
    first.press("Kiểm tra nội dung chuyển đi")
    first.sees("trich-1.txt")
    first.sees_nothing_of(NAME, PHONE, "don-cua-lan")
    first.press("Chuyển ngay")
    first.sees("Ủy ban nhân dân thành phố Cần Thơ")


def _read_elsewhere(officer: Callable[[str], Officer], number: str, case: str) -> None:
    leader = officer("lanh-dao-tinh")
    leader.go("/vault/cases/")
    leader.follow(number)
    leader.page.get_by_label("Cán bộ", exact=True).select_option(
        "Cán bộ giu-khoa-tinh-1"
    )
    leader.press("Giao hồ sơ")

    there = officer("giu-khoa-tinh-1")
    there.unlock()
    there.go(f"/vault/{case}")
    there.sees("Hồ sơ do đơn vị khác chuyển đến.")
    there.follow("Mở: Bản trích")
    there.say_why()
    there.press("Mở")
    there.sees("Khoản chi mẫu số 7", "trich-1.txt")
    there.sees_nothing_of(NAME, PHONE, "0900.111.222", "don-cua-lan")
    assert there.go(f"/vault/{case}open/story/") == 404
