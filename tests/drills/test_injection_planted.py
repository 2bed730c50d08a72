"""Holes planted in the office, which the walk of its pages and files must find."""

# ruff: noqa: F811 - fixtures are asked for by their names

import logging

import pytest
from django.template import engines
from django.template.loaders.app_directories import Loader
from tests.access.conftest import (  # noqa: F401 - the world of the access tests
    _house,
    browser_of,
    house,
    records,
    units,
    world,
)
from tests.drills import leaving, poison
from tests.drills.injected import FORMULAS, SCRIPTS, Found

from danvan.writers import book

CASE = "office /petitions/<uuid:pk>/"


@pytest.fixture
def look(records, browser_of):
    """Return what judges the answers of some addresses of the office."""

    def walk(payloads, role, only):
        poison.poison(poison.rotated(payloads, 0))
        found = Found()
        for sent in leaving.everything(browser_of(role), "office", records, only):
            found.look(sent)
        return found

    logging.disable(logging.ERROR)
    logging.disable(logging.ERROR)
    yield walk
    logging.disable(logging.NOTSET)


def unescaped(monkeypatch):
    """Let one template of the case's page no longer escape."""
    read = Loader.get_contents

    def planted(self, origin):
        text = read(self, origin)
        if origin.template_name != "petitions/case.html":
            return text
        head, blocks, rest = text.partition("{% block content %}")
        body, end, after = rest.partition("{% endblock content %}")
        assert blocks
        assert end
        off = f"{{% autoescape off %}}{body}{{% endautoescape %}}"
        return f"{head}{blocks}{off}{end}{after}"

    monkeypatch.setattr(Loader, "get_contents", planted)


def computing(monkeypatch):
    """Let workbooks take texts for formulas."""
    monkeypatch.setattr(book, "_TEXT_STAYS_TEXT", {})
    write = "xlsxwriter.worksheet.Worksheet.write_string"
    monkeypatch.setattr(write, lambda self, *cell: self.write(*cell))


def guarded_no_more(monkeypatch):
    """Let a file leave as any page does."""
    from danvan.petitions import queue_views

    def bare(body, name, kind):
        from django.http import HttpResponse

        disposition = {"Content-Disposition": "attachment"}
        return HttpResponse(body, content_type=kind, headers=disposition)

    monkeypatch.setattr(queue_views, "to_save", bare)


@pytest.mark.parametrize(
    ("plant", "payloads", "only", "where"),
    [
        (unescaped, SCRIPTS, CASE, "markup"),
        (computing, FORMULAS[:1], "office /petitions/list.xlsx", "computing"),
        (guarded_no_more, FORMULAS, "office /petitions/list.xlsx", "loose"),
    ],
    ids=["a page", "a workbook", "headers"],
)
def test_a_hole_in_the_office_is_caught(
    look, monkeypatch, plant, payloads, only, where
):
    _forget_templates()
    before = look(payloads, "petition_clerk", only)
    plant(monkeypatch)
    _forget_templates()
    after = look(payloads, "unit_leader", only)
    _forget_templates()

    assert not any((before.faults, after.faults, getattr(before, where)))
    assert getattr(after, where)


def _forget_templates():
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
