"""With the first lock off, row-level security alone still leaks nothing.

Every query that forgets who looks (``visible_to`` replaced by "all", every file
handed to whoever asks) runs with the office's own database role.
"""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.access import table
from tests.access.walk import walk

from danvan.accounts import scope
from danvan.accounts.rights import Right, Role, Seat, Viewer
from danvan.files import access
from danvan.indicators.models import FilledFormQuerySet
from danvan.papers.models import PaperQuerySet
from danvan.petitions.models import PetitionQuerySet
from danvan.reports.models import ReportQuerySet

ROOMS = {
    "petitions_petition": Right.PETITIONS_READ,
    "petitions_step": Right.PETITIONS_READ,
    "petitions_deadline": Right.PETITIONS_READ,
    "petitions_savedfilter": Right.PETITIONS_READ,
    "petitions_batch": Right.PETITIONS_READ,
    "petitions_batchitem": Right.PETITIONS_READ,
    "files_storedfile": Right.PETITIONS_READ,
    "reports_report": Right.REPORTS_READ,
    "reports_figure": Right.REPORTS_READ,
    "reports_citation": Right.REPORTS_READ,
    "reports_check": Right.REPORTS_READ,
    "indicators_filledform": Right.FORMS_READ,
    "indicators_formcell": Right.FORMS_READ,
    "papers_paper": Right.PAPERS_READ,
    "publishing_edition": Right.EDITIONS_READ,
    "publishing_comment": Right.EDITIONS_READ,
}


@pytest.fixture
def first_lock_off(monkeypatch):
    for rows in (PetitionQuerySet, ReportQuerySet, FilledFormQuerySet, PaperQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, viewer: self.all())
    monkeypatch.setattr(access, "may_read", lambda viewer, stored: True)


@pytest.mark.parametrize("role", ["unit_leader", "report_compiler", "operator"])
def test_the_same_matrix_leaks_no_row(
    role, records, browser_of, as_role, first_lock_off
):
    browser = browser_of(role)
    as_role("danvan_office")

    found = walk(browser, "office", role, records, methods=("GET", "POST"))

    shown = {
        unit
        for key, answer in found.items()
        for unit in answer.shows
        if not key.address.startswith(table.WHOLE)
    }
    assert not shown & {"sibling", "parent", "child"}
    known = table.read()
    assert {k: a for k, a in found.items() if known[k] != a} == {}


def test_the_first_lock_off_alone_would_leak(records, browser_of, first_lock_off):
    """The owner of the tables is let through: so the test above can fail."""
    browser = browser_of("unit_leader")

    answer = browser.get(f"/petitions/{records['sibling']['petition']['pk']}/")

    assert "canary-sibling" in answer.content.decode()


@pytest.fixture
def looking(units, as_role):
    """Look into the database as an officer of ``own`` with a role."""

    def look(role):
        seat = Seat(units["own"].pk, "T-own", Role(role))
        as_role("danvan_office")
        scope.shut()
        scope.open_for(Viewer("x", "x", (seat,)))

    yield look
    scope.reset()


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def some(name):
    return rows(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 - a name of ours


@pytest.mark.parametrize("name", ROOMS)
def test_a_table_opens_to_the_right_to_read_it_and_to_nothing_else(
    name, records, looking
):
    looking("unit_leader")
    own = some(name)
    looking("key_holder")

    assert own
    assert some(name) == []


@pytest.mark.parametrize("room", ["petition", "report"])
def test_a_room_does_not_open_the_other(room, records, looking):
    looking({"petition": "petition_clerk", "report": "supervisor"}[room])

    seen = {name for name in ROOMS if some(name)}

    # A clerk of petitions reads the papers made about them, which are a room too; who
    # supervises reads what was published of the reports.
    clerk = {Right.PETITIONS_READ, Right.PAPERS_READ}
    supervisor = {Right.REPORTS_READ, Right.EDITIONS_READ}
    rights = {"petition": clerk, "report": supervisor}[room]
    assert seen == {name for name, needed in ROOMS.items() if needed in rights}


def test_only_own_and_assigned_petitions_are_seen(records, looking):
    looking("petition_clerk")

    found = {pk for (pk,) in rows("SELECT id FROM petitions_petition")}

    assert found == {
        records["own"]["petition"]["pk"],
        records["assigned"]["petition"]["pk"],
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE petitions_petition SET name = 'x' WHERE id = %s",
        "DELETE FROM petitions_deadline WHERE petition_id = %s",
    ],
)
def test_a_strangers_rows_cannot_be_changed(statement, records, looking):
    looking("unit_leader")

    with connection.cursor() as cursor:
        cursor.execute(statement, [records["sibling"]["petition"]["pk"]])
        assert cursor.rowcount == 0


def test_a_petition_cannot_be_pushed_into_another_unit(records, looking):
    looking("unit_leader")
    whereto, which = records["sibling"]["unit"].pk, records["own"]["petition"]["pk"]

    with pytest.raises(DatabaseError, match="row-level security"):
        _move(which, whereto)


@transaction.atomic
def _move(petition, unit):
    with connection.cursor() as cursor:
        move = "UPDATE petitions_petition SET unit_id = %s WHERE id = %s"
        cursor.execute(move, [unit, petition])


def test_who_received_a_transfer_sees_where_it_came_from_but_not_the_notes(
    records, looking, units
):
    first, after = (records[n]["petition"]["pk"] for n in ("sibling", "own"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE petitions_petition SET origin_id = %s WHERE id = %s", [first, after]
        )
    looking("petition_clerk")

    row = rows("SELECT count(*) FROM petitions_petition WHERE id = %s", first)
    step = rows("SELECT count(*) FROM petitions_step WHERE petition_id = %s", first)
    owner = f"petitions.petition:{first}"
    file = rows("SELECT count(*) FROM files_storedfile WHERE owner = %s", owner)
    assert (row, step, file) == ([(1,)], [(0,)], [(1,)])


def test_nothing_said_opens_nothing(records, as_role):
    as_role("danvan_office")
    scope.shut()

    assert [name for name in ROOMS if some(name)] == []
