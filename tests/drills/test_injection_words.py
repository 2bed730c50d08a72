"""What is put into a Word file comes back as it was written; nothing of it is worked out."""

# ruff: noqa: F811 - fixtures are asked for by their names

from dataclasses import replace
from functools import cache

import pytest
from django.template import Context, Template
from tests.drills import word_files

from danvan.publishing import draft_page, draft_paper
from danvan.publishing.draft_page import Piece
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - a draft
    compiler,
    draft,
    figures,
    viewer_of,
    ward,
)
from danvan.writers import book_table, official

WAYS = dict(word_files.ways())
SEED = 20_260_707
# Each text takes all of these, and one of the templates after another.
FIRST = [name for name in WAYS if name not in word_files.templates()]
CODES = [name for name in WAYS if name in word_files.templates()]


USUAL = "«Đơn»"


def faults(name, text):
    """Return what became of a text on one way, other than of a usual one."""
    usual, data = usually(name), WAYS[name](text)
    odd = word_files.shape(data) - word_files.shape(usual)
    lost = word_files.found(text, data) < word_files.found(USUAL, usual)
    return [*odd, *["lost"] * lost]


@cache
def usually(name):
    return WAYS[name](USUAL)


@pytest.mark.parametrize("name", WAYS)
def test_every_way_takes_words(name):
    assert word_files.found(USUAL, usually(name))


def test_every_text_comes_back_from_every_kind_of_word_file(full, figure):
    texts = word_files.texts(1_000 if full else 40, SEED)
    wrong = {}
    for number, text in enumerate(texts):
        for name in (*FIRST, CODES[number % len(CODES)]):
            if found := faults(name, text):
                wrong[name, text] = found
    bad = {text for _name, text in wrong}
    figure("injection.texts", sum(text not in bad for text in texts))

    assert wrong == {}


@pytest.mark.parametrize("as_party", [False, True], ids=["state", "party"])
def test_every_text_of_a_draft_comes_back(draft, compiler, full, as_party):
    made = draft_page.contents(viewer_of(compiler), draft.pk)
    texts = map(word_files.in_one_line, word_files.texts(1_000 if full else 40, SEED))
    first = made.shown[0]
    shown = {text: replace(first, pieces=(Piece(text),)) for text in texts}
    data = draft_paper.docx(
        replace(made, shown=(*shown.values(),)), as_party=as_party, day=None
    )

    assert [t for t in shown if not word_files.found(t, data)] == []


def test_what_works_a_template_out_is_caught(monkeypatch):
    for name in FIRST:
        usually(name)
    clean = official.clean

    def worked_out(text):
        return Template(clean(text)).render(Context({"x": "y"}))

    monkeypatch.setattr(official, "clean", worked_out)

    assert [n for n in FIRST if faults(n, "«{{ x }}»") != ["lost"]] == []


def test_words_that_become_elements_are_caught(monkeypatch):
    monkeypatch.setattr(book_table, "escape", str)

    assert faults("state", "«</w:t><w:sym/><w:t>»") == [f"{word_files.W}sym", "lost"]
