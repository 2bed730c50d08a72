"""Nothing on the journal's page is said in codes that have a word."""

import ast
from pathlib import Path

import pytest

import danvan
from danvan.accounts.rights import Role
from danvan.core.actor import PUBLIC, system
from danvan.journal.services import CHANGED, write
from danvan.office import words

HOUSE = Path(danvan.__file__).parent


def written() -> set[str]:
    """Return the fields that calls of services name outright."""
    files = [p for p in HOUSE.rglob("*.py") if not {"tests", "migrations"} & {*p.parts}]
    calls = [
        node
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]
    named = [k.value for call in calls for k in call.keywords if k.arg == "changes"]
    keys = [key for one in named if isinstance(one, ast.Dict) for key in one.keys]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def test_every_field_that_is_written_has_a_word():
    assert written()
    assert written() - set(words.FIELDS) == set()


@pytest.mark.parametrize(
    ("action", "change", "said"),
    [
        (
            "petition.screen",
            {"state": ("received", "screened")},
            "Trạng thái: Đã tiếp nhận",
        ),
        ("petition.accept", {"due": (None, "2026-12-01")}, "01/12/2026"),
        ("vault.unseal", {"compartment": (None, "identity")}, "Ngăn niêm phong: "),
        ("petition.renew-code", {"code": CHANGED}, "Mã tra cứu: đã đổi"),
        ("papers.attach", {"file": ("1", None)}, "Tệp: 1 → ∅"),
        ("other.act", {"odd": (None, "code-7")}, "odd: code-7"),
    ],
)
def test_a_change_is_said_in_words(signed_in, action, change, said):
    write(by=system("T-1"), action=action, record="a.b:1", changes=change)

    page = signed_in(Role.AUDITOR).get("/journal/").content.decode()

    assert said in page
    for code in ("received →", ": screened", ": identity", "state:"):
        assert code not in page


def test_who_acted_is_no_code(signed_in):
    write(by=system("T-1"), action="a.b", record="a.b:1")

    page = signed_in(Role.AUDITOR).get("/journal/").content.decode()

    assert ">Hệ thống</td>" in page
    assert words.actor(PUBLIC.label) == "Người dân"
    assert words.actor("Chuyên viên") == "Chuyên viên"


def test_what_was_checked_for_a_code_stands_as_the_ground(signed_in):
    write(
        by=system("T-1"), action="petition.renew-code", record="a.b:1", why="passport"
    )

    assert "Hộ chiếu" in signed_in(Role.AUDITOR).get("/journal/").content.decode()


@pytest.mark.parametrize(
    ("demonstration", "debug", "shown"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
def test_the_gallery_is_for_whoever_tries_or_builds_the_system(
    signed_in, settings, demonstration, debug, shown
):
    settings.DEMONSTRATION, settings.DEBUG = demonstration, debug
    browser = signed_in(Role.PETITION_CLERK)

    assert ("/gallery/" in browser.get("/").content.decode()) is shown
    assert browser.get("/gallery/").status_code == (200 if shown else 404)


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.OPERATOR, False),
        (Role.AUDITOR, False),
        (Role.ONE_STOP_OFFICER, False),
        (Role.PETITION_CLERK, True),
        (Role.KEY_HOLDER, True),
        (Role.SUPERVISOR, True),
    ],
)
def test_search_stands_in_the_menu_of_who_has_something_to_search(
    signed_in, role, shown
):
    assert ('href="/search/"' in signed_in(role).get("/").content.decode()) is shown
