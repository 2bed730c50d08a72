"""What people write never becomes a formula, a script or a way out (I4, I6, I7)."""

import logging
import socket
from contextlib import suppress

import pytest
from tests.access.conftest import (  # noqa: F401 - the world of the access tests
    ROLES,
    _house,
    as_role,
    browser_of,
    house,
    records,
    taken_back,
    units,
    world,
)
from tests.drills import leaving, poison, sheets
from tests.drills.injected import KINDS, MIXED, Found

# Files that a question alone does not bring forth. A new place where files leave must be
# reached by the walk or stand here, with the tests that hold what leaves there.
LEAVE_ELSEWHERE = {
    (
        "indicators/form_gather_views.py",
        "sheet",
    ): "indicators/tests/test_form_gathering.py",
    ("indicators/gather_views.py", "sheet"): "indicators/tests/test_gather_views.py",
    ("petitions/import_views.py", "_marked"): "petitions/tests/test_import_views.py",
    ("portal/data_views.py", "_file"): "portal/tests/test_data.py",
    ("receptions/import_views.py", "_marked"): "receptions/tests/test_import_views.py",
    ("registers/import_views.py", "_marked"): "registers/tests/test_import_views.py",
    ("vault/mode_views.py", "decision_template"): "vault/tests/test_modes.py",
    ("vault/open_views.py", "file"): "vault/tests/test_case_pages.py",
    ("vault/paper_views.py", "paper"): "vault/tests/test_course_pages.py",
}
# Who together reach every page and every file of the office.
READERS = (
    *("nobody", "unit_leader", "petition_clerk", "reception_officer"),
    *("provincial_compiler", "report_compiler", "key_holder"),
)


@pytest.fixture
def calls(monkeypatch):
    """Return a list that fills with every connection to anywhere but this machine."""
    out, connect = [], socket.socket.connect

    def watched(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1"}:
            out.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    return out


def test_a_way_out_would_be_seen(calls):
    with socket.socket() as out:
        out.setblocking(False)
        with suppress(OSError):
            out.connect(("192.0.2.1", 9))

    assert calls == [("192.0.2.1", 9)]


@pytest.mark.parametrize("place", LEAVE_ELSEWHERE, ids=":".join)
def test_what_leaves_elsewhere_still_does_and_has_its_tests(place):
    tests = leaving.SOURCE / LEAVE_ELSEWHERE[place]

    assert place in leaving.gates()
    assert "content" in tests.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "bad"),
    [("a,b\r\n'=1,c", 0), ("=1+1,b", 1), ("a;=1+1", 1), ("+84 900 000 001,-5", 0)],
)
def test_a_cell_that_would_compute_is_seen(text, bad):
    assert bool([*sheets.active(text)]) is bool(bad)


def test_words_compute_nowhere_and_run_nowhere(
    records,  # noqa: F811
    browser_of,  # noqa: F811
    calls,
    full,
    figure,
    monkeypatch,
):
    """Every text column of every record is hostile; every address is asked."""
    logging.disable(logging.ERROR)
    left = leaving.watch(monkeypatch)
    found = Found()
    for payloads, turn, roles in _turns(full):
        poison.poison(poison.rotated(payloads, turn))
        for role in roles:
            with taken_back():  # who asks may ask again in the next turn
                for sent in leaving.everything(browser_of(role), "office", records):
                    found.look(sent)
    logging.disable(logging.NOTSET)
    figure("injection.exports", len(found.exports))
    figure("injection.formulas", len(found.computing))
    figure("injection.markup", len(found.markup))
    figure("injection.policy", len(found.loose))
    figure("injection.calls", len(calls))

    assert found == Found(found.judged, found.exports, found.shown)
    assert calls == []
    assert leaving.gates() - left == {*LEAVE_ELSEWHERE}
    assert len(found.shown) > 5


def _turns(full):
    """Yield payloads, where they begin, and who asks; in full each column holds each."""
    yield MIXED, 0, ROLES if full else READERS
    if full:
        for payloads in KINDS:
            yield from ((payloads, n, READERS) for n in range(len(payloads)))
