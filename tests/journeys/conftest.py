"""The real server, a real browser, and what every page must keep to."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebError,
    expect,
)
from tests.filled import filled

from danvan.host.trial import Trial

CHROMIUM = os.environ.get("DANVAN_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-dev-shm-usage"),
]
# Playwright runs this outside the page's own policy; without scripts the browser's
# console alone tells.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", v => console.error(
  "policy violated:", v.effectiveDirective, v.blockedURI, v.sourceFile, v.sample))
"""
STOPPED = ("policy violated:", "Content Security Policy")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put journeys last: beside a running browser Django refuses its database."""
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))


@pytest.fixture(scope="session")
def site() -> Iterator[Trial]:
    """The server with its demonstration: ``site.portal``, ``site.office``,
    ``site.password`` and ``site.logins`` (user name to post)."""
    # Sealed letters are taken online here, so that their pages are walked too.
    sealed = {"DANVAN_DENUNCIATIONS_ONLINE": "sealed"}
    data = filled(Path(os.environ["DANVAN_DATA"]) / "journeys")
    site = Trial(data, settings=sealed)
    yield site
    site.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    place = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
    return {
        **browser_context_args,
        **place,
        "viewport": {"width": 1280, "height": 900},
    }


@dataclass
class Browsed:
    """What all browsers of the run together loaded and had stopped."""

    pages: int = 0
    violations: int = 0


@pytest.fixture(scope="session")
def browsed(figure: Callable[[str, Any], None]) -> Iterator[Browsed]:
    """What is counted over the run, told at its end."""
    seen = Browsed()
    yield seen
    figure("injection.pages", seen.pages)
    figure("injection.violations", seen.violations)


@pytest.fixture
def page(page: Page, browsed: Browsed) -> Iterator[Page]:
    """A page that must stay without an error, also of the Content-Security-Policy."""
    yield from watched(page, browsed)


@pytest.fixture
def open_browser(
    browser: Browser, browser_context_args: dict[str, Any], browsed: Browsed
) -> Iterator[Callable[..., Page]]:
    """Open the browser of another person, watched as ``page`` is; options as
    Playwright's ``new_context`` takes them."""
    with ExitStack() as stack:

        def open_one(**options: Any) -> Page:
            context = browser.new_context(**{**browser_context_args, **options})
            stack.callback(context.close)
            watch = contextmanager(watched)(context.new_page(), browsed)
            return stack.enter_context(watch)

        yield open_one


def watched(page: Page, browsed: Browsed | None = None) -> Iterator[Page]:
    """Give the page; afterwards nothing may stand in the console of its browser.

    What the Content-Security-Policy stopped is told there too, also where a browser
    itself says nothing of it (a policy that only reports).
    """
    complaints: list[str] = []
    seen = browsed or Browsed()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)
            seen.violations += any(sign in message.text for sign in STOPPED)

    def count(request: Request) -> None:
        seen.pages += request.is_navigation_request()

    def listen_to_fault(fault: WebError) -> None:
        complaints.append(str(fault.error))

    # Of the whole browser: a second page in it is watched as the first.
    page.context.add_init_script(TELL_VIOLATIONS)
    page.context.on("console", listen)
    page.context.on("requestfinished", count)
    page.context.on("weberror", listen_to_fault)
    page.set_default_timeout(10_000)
    yield page
    # A page may answer 4xx on purpose; the browser notes that as an error too.
    assert [c for c in complaints if "Failed to load resource" not in c] == []


class Keys:
    """Somebody without a mouse: Tab leads to a thing, a key works it."""

    MOST = 150  # Tabs until a thing counts as out of reach

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, thing: Locator) -> None:
        """Walk to the thing with Tab, and see that it is in sight there."""
        expect(thing).to_have_count(1)
        for _ in range(self.MOST):
            if thing.evaluate("e => e === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(thing).to_be_focused()
        expect(thing).to_be_in_viewport()

    def press(self, thing: Locator, key: str = "Enter") -> None:
        """Walk to a link or a button and press it; Space ticks."""
        self.to(thing)
        self.page.keyboard.press(key)

    def write(self, thing: Locator, text: str) -> None:
        """Walk to a field and type."""
        self.to(thing)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)


@pytest.fixture
def sign_in(site: Trial) -> Callable[[Page, str], None]:
    """Sign a page in at the office: ``sign_in(page, "petition-clerk")``."""

    def sign(page: Page, username: str) -> None:
        page.goto(f"{site.office}/sign-in/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(site.password)
        page.locator("main form button").click()
        expect(page).to_have_url(f"{site.office}/")

    return sign


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Hold the page as it stands to the rules of access, and to 320 pixels."""

    def check(page: Page) -> None:
        assert violations(page) == []
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflow(page) <= 0
        if size:
            page.set_viewport_size(size)

    return check


@pytest.fixture
def keys() -> type[Keys]:
    """Take a page's mouse away: ``keys(page).press(button)``."""
    return Keys


def violations(page: Page) -> list[str]:
    """Give what axe-core finds: rule and place."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [
        f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]
    ]


def overflow(page: Page) -> int:
    """Give the pixels by which the page is wider than its window."""
    page.wait_for_load_state()
    width = page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")
    return int(width)
