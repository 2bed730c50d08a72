"""The catalogues: complete, and every lack is named."""

import pytest

from danvan.ui import catalogues

PYTHON = "from django.utils.translation import gettext as _, ngettext\n"
TEMPLATE = '{% load i18n %}{% translate "Two" %}{% button _("Three") %}'


@pytest.fixture
def room(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, "utf-8")
    (tmp_path / "views.py").write_text(PYTHON + '_("One %(n)s")\n', "utf-8")
    return tmp_path


def fill(room, **said):
    catalogue = catalogues.updated(room)
    for message in catalogue:
        if message.id:
            message.string = said.get(message.id.split()[0], "")
    catalogues.write(room, catalogue)


def test_messages_of_python_and_templates_are_found(room):
    found = {message.id for message in catalogues.extracted(room) if message.id}

    assert found == {"One %(n)s", "Two", "Three"}


def test_a_complete_catalogue_has_no_problem(room):
    fill(room, One="Một %(n)s", Two="Hai", Three="Ba")

    assert catalogues.problems(room) == []


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"One": "Một %(n)s", "Two": "Hai"}, "empty: 'Three'"),
        (
            {"One": "Một", "Two": "Hai", "Three": "Ba"},
            "other placeholders: 'One %(n)s'",
        ),
    ],
)
def test_what_a_translation_lacks_is_named(room, said, problem):
    fill(room, **said)

    assert catalogues.problems(room) == [f"{room.name}: {problem}"]


def test_missing_and_obsolete_messages_are_named(room):
    fill(room, One="Một %(n)s", Two="Hai", Three="Ba")
    (room / "views.py").write_text(PYTHON + '_("Four")\n', "utf-8")

    assert catalogues.problems(room) == [
        f"{room.name}: missing: 'Four'",
        f"{room.name}: obsolete: 'One %(n)s'",
    ]


def test_a_fuzzy_message_is_not_a_translation(room):
    fill(room, One="Một %(n)s", Two="Hai", Three="Ba")
    path = room / "locale/vi/LC_MESSAGES/django.po"
    text = path.read_text("utf-8")
    path.write_text(text.replace('msgid "Two"', '#, fuzzy\nmsgid "Two"'), "utf-8")

    assert catalogues.problems(room) == [f"{room.name}: fuzzy: 'Two'"]


def test_writing_twice_changes_nothing(room):
    fill(room, One="Một %(n)s", Two="Hai", Three="Ba")
    path = room / "locale/vi/LC_MESSAGES/django.po"
    before = path.read_bytes()

    catalogues.write(room, catalogues.updated(room))

    assert path.read_bytes() == before
    assert b"Date" not in before


@pytest.mark.parametrize("room", catalogues.rooms(), ids=lambda path: path.name)
def test_every_room_speaks_vietnamese(room):
    assert catalogues.problems(room) == []
