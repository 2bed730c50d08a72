"""The pages over the working days: who may, what they show, what they refuse."""

import datetime

import html5lib
import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from danvan.accounts.rights import Role, Seat, Viewer
from danvan.core.actor import system
from danvan.orgs import selectors, services

pytestmark = pytest.mark.django_db
OPERATOR = Viewer("1", "operator", (Seat(1, "VN", Role.OPERATOR),))
CLERK = Viewer("2", "clerk", (Seat(1, "VN", Role.PETITION_CLERK),))
DAY = {
    "date_day": "9",
    "date_month": "1",
    "date_year": "2027",
    "working": "work",
    "reason": "Làm bù cho ngày 02/01/2027",
    "decision": "1234/VPCP-KGVX",
}


class Messages(list):
    """As much of a message store as a view needs."""

    def add(self, level, message, extra_tags):
        self.append(message)


@pytest.fixture
def call(settings):
    settings.ROOT_URLCONF = "danvan.config.urls_office"
    services.load_calendar(by=system())

    def ask(path, data=None, viewer=OPERATOR):
        factory = RequestFactory()
        request = factory.get(path) if data is None else factory.post(path, data)
        request.viewer, request._messages = viewer, Messages()
        view, args, kwargs = resolve(request.path)
        return view(request, *args, **kwargs)

    return ask


def test_the_list_shows_the_days_of_a_year(call):
    page = call("/calendar/?year=2026").content.decode()

    assert "02/01/2026" in page
    assert "12729/VPCP-KGVX" in page
    assert "02/01/2027" not in page


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("/calendar/", "vi", "Ngày làm việc"),
        ("/calendar/", "en", "Working days"),
        ("/calendar/add/", "vi", "Thêm một ngày"),
        ("/calendar/add/", "en", "Add a day"),
    ],
)
def test_the_pages_are_correct_html_in_both_languages(call, path, language, heading):
    with translation.override(language):
        page = call(path).content.decode()

    html5lib.HTMLParser(strict=True).parse(page)
    assert heading in page


@pytest.mark.parametrize("year", ["1999", "x", "2026abc", ""])
def test_an_unknown_year_shows_this_year(call, year):
    assert call(f"/calendar/?year={year}").status_code == 200


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/add/"])
def test_who_has_not_the_right_is_refused(call, path):
    with pytest.raises(PermissionDenied):
        call(path, viewer=CLERK)


def test_a_day_is_entered_by_its_decision(call):
    answer = call("/calendar/add/", DAY)

    assert (answer.status_code, answer.url) == (302, "/calendar/?year=2027")
    assert selectors.working_calendar().is_working(datetime.date(2027, 1, 9))


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "theo thông báo"},
        {"decision": ""},
        {"date_year": "2031"},
        {"date_day": "32"},
        {"date_day": "\x00"},
        {"working": "perhaps"},
        {"reason": ""},
    ],
)
def test_a_wrong_entry_comes_back_with_its_error(call, wrong):
    answer = call("/calendar/add/", DAY | wrong)

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_the_next_year_is_opened_once(call):
    for _ in range(2):
        assert call("/calendar/open-year/", {"year": "2028"}).status_code == 302

    assert selectors.working_calendar().known == range(2024, 2029)


@pytest.mark.parametrize("year", ["", "28", "20x8", "²⁰²⁸"])
def test_a_malformed_year_is_refused(call, year):
    assert call("/calendar/open-year/", {"year": year}).status_code == 400
