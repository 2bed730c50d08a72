"""A leader on a phone: from the link in the morning's message, three taps urge a unit."""

import pytest
from playwright.sync_api import Page, expect

from danvan.petitions import demo_sources

PHONE = {"width": 360, "height": 740}


class Taps:
    """Counts what a thumb does."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, thing) -> None:
        thing.click()
        self.count += 1


@pytest.fixture
def phone(open_browser, sign_in) -> Page:
    page = open_browser(viewport=PHONE)
    sign_in(page, "approver")
    return page


def test_three_taps_urge_a_late_unit(site, phone, check_page):
    taps = Taps()
    phone.goto(f"{site.office}/")
    # The message holds the address of the page: tapping it is the first tap.
    phone.goto(f"{site.office}/leaders/")
    taps.count += 1
    expect(phone.locator(".dv-four__one")).to_have_count(4)
    check_page(phone)

    first = phone.locator(".dv-late__unit").filter(has_not_text="Đã đôn đốc").first
    name = first.locator(".dv-late__name").inner_text()
    taps.on(first)
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    expect(phone.get_by_role("button", name="Đôn đốc")).to_be_in_viewport()
    check_page(phone)

    taps.on(phone.get_by_role("button", name="Đôn đốc"))
    expect(phone.get_by_role("status")).to_contain_text("Đã đôn đốc hôm nay")
    expect(phone.get_by_role("button", name="Đôn đốc")).to_have_count(0)
    check_page(phone)
    assert taps.count == 3


def test_no_name_of_the_demonstration_stands_on_the_page(site, phone):
    names = [person.name for person in demo_sources.GROUP]

    phone.goto(f"{site.office}/leaders/")
    whole = phone.content()
    phone.locator(".dv-late__unit").first.click()
    phone.wait_for_url("**/leaders/*/")
    whole += phone.content()

    assert "Người dân mẫu" not in whole
    assert not [name for name in names if name in whole]


def test_the_trends_are_told_in_numbers_too(site, phone):
    phone.goto(f"{site.office}/leaders/")
    phone.locator("summary", has_text="Số liệu của xu hướng").click()

    table = phone.get_by_role("table", name="Số liệu của xu hướng")
    expect(table.locator("tbody tr")).to_have_count(4)
    for number in range(4):
        shown = phone.locator(".dv-four__value").nth(number).inner_text()
        last = table.locator("tbody tr").nth(number).locator("td").last
        expect(last).to_have_text(shown)


def test_reports_on_reporting_are_in_order(site, phone, check_page):
    phone.goto(f"{site.office}/forms/reporting/")

    expect(phone.get_by_role("table", name="Theo đơn vị")).to_be_visible()
    check_page(phone)
