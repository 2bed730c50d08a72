"""Both addresses stand, shut to foreign scripts and open to everyone else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from danvan.host.trial import Trial

DOORS = ["portal", "office"]


def door(site: Trial, name: str) -> str:
    return str(getattr(site, name))


@pytest.mark.parametrize("name", DOORS)
def test_each_address_is_healthy(site: Trial, page: Page, name: str):
    answer = page.request.get(f"{door(site, name)}/healthz")

    assert answer.status == 200
    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize("name", DOORS)
def test_each_address_shows_a_page_in_vietnamese(
    site: Trial, page: Page, name: str, check_page: Callable[[Page], None]
):
    answer = page.goto(door(site, name))

    assert answer is not None
    assert answer.status == 200
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("h1")).to_have_count(1)
    check_page(page)


@pytest.mark.parametrize("name", DOORS)
def test_no_page_lets_foreign_or_inline_scripts_in(site: Trial, page: Page, name: str):
    answer = page.goto(door(site, name))

    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", DOORS)
def test_a_wrong_address_gets_a_page_of_ours(
    site: Trial, page: Page, name: str, check_page: Callable[[Page], None]
):
    answer = page.goto(f"{door(site, name)}/no-such-page")

    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("name", DOORS)
def test_a_page_works_without_scripts(site: Trial, browser, name: str):
    with browser.new_context(java_script_enabled=False, locale="vi-VN") as context:
        page = context.new_page()
        page.goto(door(site, name))

        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("username", ["petition-clerk", "report-compiler", "operator"])
def test_a_demonstration_login_opens_the_office(
    site: Trial,
    page: Page,
    username: str,
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    sign_in(page, username)

    expect(page.get_by_text(site.logins[username]).first).to_be_visible()
    check_page(page)
