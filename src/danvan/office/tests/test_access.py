"""Every address of the office states its permission and keeps to it."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.views.generic import TemplateView
from django.views.static import serve

from danvan.accounts.rights import RIGHTS, Right, Role

SAMPLES = (str(UUID(int=7)), "7", "a-b", "x/y")
METHODS = ["get", "post"]


def patterns(resolver, prefix="", known=()):
    """Yield every view under a resolver: its whole route, itself, its address."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        converters = dict(known) | getattr(entry.pattern, "converters", {})
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, converters)
        else:
            yield route, entry.callback, address(route, converters)


def unstated(resolver):
    """Return the routes whose view says neither which right nor why none."""
    return [
        route
        for route, view, _url in patterns(resolver)
        if not stated(view, "required_right") and not stated(view, "open_because")
    ]


def stated(view, name):
    return getattr(view, name, None) or getattr(
        getattr(view, "view_class", None), name, None
    )


def address(route, converters):
    """Fill a route's parameters in with samples their converters take.

    >>> address("p/<int:pk>/x/", {"pk": type("Number", (), {"regex": "[0-9]+"})})
    '/p/7/x/'
    """
    fill = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: sample(converters[m[1]]), route)
    return "/" + fill.replace("^", "").replace("$", "")


def sample(converter):
    """Return a value that a converter takes; a choice of words gives its first.

    >>> sample(type("Choice", (), {"regex": "accept|guide"}))
    'accept'
    """
    words = [*SAMPLES, *converter.regex.strip("()?:").split("|")]
    return next(word for word in words if re.fullmatch(converter.regex, word))


def hidden(url):
    """Say whether an address is as if it did not exist to whoever lacks the right."""
    return url.startswith(("/vault/cases/", "/vault/requests/"))


EVERY = [
    pytest.param(url, view, id=route or "/")
    for route, view, url in patterns(get_resolver("danvan.config.urls_office"))
]
GUARDED = [row for row in EVERY if stated(row.values[1], "required_right")]
OPEN = [row for row in EVERY if stated(row.values[1], "open_because")]


def test_every_view_states_its_permission():
    assert unstated(get_resolver("danvan.config.urls_office")) == []


def test_a_view_that_states_none_is_found():
    """Whatever it is: a function, a class, somebody else's."""
    inner = [path("c/", TemplateView.as_view()), path("s/<path:path>", serve)]
    plain = [path("f/", lambda request: None), path("in/", include(inner))]
    resolver = URLResolver(get_resolver().pattern, plain)

    assert len(unstated(resolver)) == 3
    assert isinstance(plain[0], URLPattern)


def test_there_is_something_to_guard():
    assert len(GUARDED) > 10


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("url", "view"), GUARDED)
def test_whoever_is_out_is_led_to_sign_in(url, view, method):
    answer = getattr(Client(), method)(url)

    if answer.status_code != 405:
        assert (answer.status_code, answer.url[:9]) == (302, "/sign-in/")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("url", "view"), GUARDED)
def test_whoever_lacks_the_right_is_refused(url, view, method, signed_in):
    """All other roles together do not open it."""
    rights = {*stated(view, "required_right")}
    others = [role for role in Role if not rights & RIGHTS[role]]

    answer = getattr(signed_in(*others), method)(url)

    refused = 404 if hidden(url) else 403
    assert answer.status_code in {refused, 405}


@pytest.mark.parametrize(("url", "view"), GUARDED)
def test_one_of_the_methods_is_taken_at_all(url, view, signed_in):
    browser = signed_in()
    refused = 404 if hidden(url) else 403

    answers = {getattr(browser, method)(url).status_code for method in METHODS}
    assert answers & {refused}


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "view"), OPEN)
def test_what_is_open_answers_everybody(url, view):
    assert Client().get(url).status_code in {200, 302, 404, 405}


def test_every_right_belongs_to_a_role():
    assert frozenset().union(*RIGHTS.values()) == set(Right)
