"""What is said while the database is away, and where things went wrong."""

import html5lib
import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from danvan.ui import errors
from danvan.ui.away import database_away, typed
from danvan.ui.middleware import DatabaseAwayMiddleware


def body(response):
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def post(data, **more):
    return RequestFactory().post("/gui/?x=1", data, **more)


def test_what_was_typed_can_be_sent_again():
    request = post({"what": "Đường <ngập>\nmãi", "csrfmiddlewaretoken": "abc"})

    response = database_away(request, OperationalError())

    page = body(response)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert 'action="/gui/?x=1"' in page
    assert "Đường &lt;ngập&gt;\nmãi</textarea>" in page
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in page


@pytest.mark.parametrize("name", ["password", "new_password1", "otp_token", "secret"])
def test_what_proves_who_somebody_is_is_never_written_back(name):
    assert typed(post({name: "tuyệt mật"})) == []


def test_files_are_asked_for_again():
    data = {"what": "một hai ba", "files": SimpleUploadedFile("a.txt", b"x")}

    assert "chọn lại các tệp" in body(database_away(post(data), OperationalError()))


def test_a_page_that_was_only_read_is_told_to_wait():
    page = body(database_away(RequestFactory().get("/"), InterfaceError()))

    assert "<form" not in page
    assert 'href="/"' in page


def test_the_page_speaks_the_language_of_the_cookie():
    request = RequestFactory().get("/")
    request.COOKIES["danvan_language"] = "en"

    assert "not ready" in body(database_away(request, OperationalError()))


@pytest.mark.parametrize("failure", [OperationalError(), InterfaceError()])
def test_a_view_that_cannot_reach_the_database_answers_503(failure):
    middleware = DatabaseAwayMiddleware(lambda _request: None)

    answer = middleware.process_exception(RequestFactory().get("/"), failure)

    assert answer.status_code == 503


def test_any_other_failure_is_not_called_so():
    middleware = DatabaseAwayMiddleware(lambda _request: None)

    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_session_that_cannot_be_read_is_503_too():
    try:
        raise OperationalError
    except OperationalError:
        answer = errors.server_error(RequestFactory().get("/"))

    assert answer.status_code == 503


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda r: errors.bad_request(r, ValueError()), 400),
        (lambda r: errors.bad_request(r, RequestDataTooBig()), 413),
        (lambda r: errors.forbidden(r, ValueError()), 403),
        (errors.csrf_failure, 403),
        (lambda r: errors.not_found(r, ValueError()), 404),
        (errors.server_error, 500),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_error_page_is_valid_html_in_both_languages(view, status, language):
    request = RequestFactory().get("/x")
    request.COOKIES["danvan_language"] = language

    answer = view(request)

    assert answer.status_code == status
    assert f'<html lang="{language}"' in body(answer)
