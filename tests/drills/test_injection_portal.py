"""The public's pages: hostile words stay words, under the strict policy everywhere."""

import json
import logging
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template.loaders.app_directories import Loader
from django.test import Client
from tests.access.addresses import SITES, addresses
from tests.access.conftest import as_role  # noqa: F401
from tests.drills import leaving, poison
from tests.drills.injected import FORMULAS, KINDS, SCRIPTS, Found, strict
from tests.drills.portal_world import *  # noqa: F403 - fixtures
from tests.drills.portal_world import poisoned

from danvan.writers import grid

pytestmark = pytest.mark.django_db
# Asked with words in the question itself.
ECHOES = ("/tra-cuu/?so={}", "/lich-tiep/?province={}", "/tro-giup/?q={}", "/{}/")


@pytest.fixture
def walk(citizen, shown, as_role):  # noqa: F811
    """Return what judges everything the public's process answers."""

    def ask(payloads, turn=0, only="portal "):
        words = poison.rotated(payloads, turn)
        poisoned(words)
        as_role("danvan_portal")
        found = Found()
        for sent in _answers(citizen, shown, only):
            found.look(sent)
            if sent.kind == "application/json" and sent.status == 200:
                json.loads(sent.body)
        for path, payload in product(ECHOES, payloads):
            found.look(leaving.told(path, citizen.get(path.format(payload))))
        as_role("NONE")
        return found

    logging.disable(logging.ERROR)
    yield ask
    logging.disable(logging.NOTSET)


def _answers(client, shown, only):
    """Ask every address for all it can name, each path once."""
    asked = set()
    for address in addresses("portal"):
        for values in product(*shown.values()) if only in address.name else ():
            path = address.fill({"": dict(zip(shown, values, strict=True))})
            if path not in asked:
                asked.add(path)
                yield leaving.told(address.name, client.get(path))


def test_words_compute_nowhere_and_run_nowhere_at_the_public(walk, full, figure):
    turns = [(some, n) for some in KINDS for n in range(len(some) if full else 1)]
    judged = 0
    for payloads, turn in turns:
        found = walk(payloads, turn)
        judged += found.judged

        assert found == Found(found.judged, found.exports, found.shown)
        assert len(found.exports) >= 5
        assert len(found.shown) > 5 or payloads is FORMULAS
    figure("injection.public", judged)


def test_every_address_was_among_them(citizen, shown):
    names = {sent.asked for sent in _answers(citizen, shown, "portal ")}

    assert names == {address.name for address in addresses("portal")}


PLANTED = {
    "portal/data/item.html": ("{{ item.title }}", "{{ item.title|safe }}"),
    "portal/data/place.html": (
        "{{ name }}",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_template_with_a_hole_is_caught(walk, monkeypatch, name):
    was, hole = PLANTED[name]
    read = Loader.get_contents

    def planted(self, origin):
        text = read(self, origin)
        assert origin.template_name != name or was in text
        return text.replace(was, hole) if origin.template_name == name else text

    monkeypatch.setattr(Loader, "get_contents", planted)
    _forget_templates()
    found = walk(SCRIPTS)
    _forget_templates()

    assert found.markup


def _forget_templates():
    from django.template import engines

    for loader in engines["django"].engine.template_loaders:
        loader.reset()


def test_a_table_whose_cells_are_not_stilled_is_caught(walk, monkeypatch):
    monkeypatch.setattr(grid, "_still", lambda part: part)

    assert walk(FORMULAS, only="so-lieu.").computing


def test_a_workbook_that_takes_texts_for_formulas_is_caught(walk, monkeypatch):
    from danvan.writers import book

    monkeypatch.setattr(book, "_TEXT_STAYS_TEXT", {})
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_string", _written)

    assert walk(FORMULAS, only="so-lieu.").computing


def _written(self, *cell):
    return self.write(*cell)


def test_a_looser_policy_is_caught(walk, settings):
    said = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = {**said, "script-src": ["'self'", "'unsafe-inline'"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": loose}

    assert walk(SCRIPTS, only="portal /tin/").loose


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_what_middleware_answers_by_itself_has_the_strict_policy(site, https, settings):
    settings.SECURE_SSL_REDIRECT = https
    settings.ROOT_URLCONF = SITES[site]
    if site == "portal":
        settings.MIDDLEWARE = django_settings.PUBLIC_MIDDLEWARE
    client = Client(raise_request_exception=False)
    logging.disable(logging.ERROR)
    static = _a_static_file()
    answers = {
        "a file": client.get(static),
        "no file": client.get("/static/none.js"),
        "nothing": client.get("/khong-co/"),
        "another host": client.get("/", headers={"host": "evil.example"}),
        "no method": client.delete("/"),
        "only by form": client.get("/gui/bo/" if site == "portal" else "/sign-out/"),
        "no token": Client(enforce_csrf_checks=True).post(
            "/tra-cuu/" if site == "portal" else "/sign-in/"
        ),
        "language": client.get("/?language=en"),
        "health": client.get("/healthz"),
    }
    logging.disable(logging.NOTSET)
    sent = [leaving.told(asked, answer) for asked, answer in answers.items()]
    statuses = {one.asked: one.status for one in sent}

    assert [one.asked for one in sent if not strict(one.head)] == []
    if https:
        assert statuses["nothing"] == statuses["no file"] == 301
    else:
        assert statuses["a file"] == 200
        assert statuses["nothing"] == statuses["no file"] == 404
        assert statuses["only by form"] == 405
        assert statuses["no token"] == 403
        assert statuses["another host"] == 400


def _a_static_file():
    root = Path(django_settings.STATIC_ROOT)
    return f"/static/{next(root.rglob('*.css')).relative_to(root)}"
