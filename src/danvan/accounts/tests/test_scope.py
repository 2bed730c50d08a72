"""The second lock is told who looks, and forgets it with the request."""

import pytest
from django.db import connection
from django.test import Client

from danvan.accounts import scope
from danvan.accounts.rights import Role, Seat, Viewer

pytestmark = pytest.mark.django_db
NOTHING = {"scope": "", "petition": [], "report": []}


def said():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('danvan.scope', true), danvan_units('petition'),"
            " danvan_units('report')"
        )
        return dict(zip(NOTHING, cursor.fetchone(), strict=True))


def viewer(*seats):
    return Viewer("x", "x", tuple(Seat(pk, f"T-{pk}", role) for pk, role in seats))


@pytest.fixture(autouse=True)
def _as_the_office_connects(db, settings):
    """As the office's process: nothing is said when it connects."""
    settings.REQUIRE_SECOND_FACTOR = False
    scope.shut()
    yield
    scope.reset()


def test_commands_and_worker_work_as_the_system():
    scope.reset()

    assert said()["scope"] == "system"


def test_a_viewer_opens_what_he_may_read_room_by_room():
    scope.open_for(viewer((7, Role.PETITION_CLERK), (9, Role.REPORT_COMPILER)))

    assert said() == {"scope": "", "petition": [7], "report": [9]}


def test_nobody_opens_nothing():
    assert said() == NOTHING


def test_within_a_step_of_the_system_everything_is_open_and_after_it_shut():
    with scope.as_system("a test"):
        assert said()["scope"] == "system"

    assert said() == NOTHING


def test_a_step_of_the_system_that_fails_leaves_nothing_open():
    with pytest.raises(ZeroDivisionError), scope.as_system("a test"):
        raise ZeroDivisionError

    assert said() == NOTHING


@pytest.fixture
def during(monkeypatch):
    """What the database was told while requests were answered."""
    told = []
    monkeypatch.setattr(
        "danvan.accounts.views.selectors.roles_of",
        lambda user, today: told.append(said()) or [],
    )
    return told


def test_a_request_opens_the_viewers_units_and_ends_with_the_process_own(
    client, enter, clerk, commune, during
):
    enter("clerk")
    client.get("/account/")

    assert during == [{"scope": "", "petition": [commune.pk], "report": []}]
    assert said() == {**NOTHING, "scope": "system"}


def test_the_next_request_on_the_same_connection_begins_with_nothing(
    client, enter, clerk, make_user, during, monkeypatch
):
    """Also where the request before could not tidy up."""
    monkeypatch.setattr(scope, "reset", lambda: None)
    enter("clerk")
    client.get("/account/")
    make_user("keeper", Role.KEY_HOLDER)
    other = Client()
    other.force_login(type(clerk).objects.get(username="keeper"))
    other.get("/account/")

    assert during[-1] == NOTHING


def test_who_has_not_signed_in_looks_with_nothing_open(client, monkeypatch):
    scope.open_for(viewer((7, Role.PETITION_CLERK)))
    monkeypatch.setattr(scope, "reset", lambda: None)

    client.get("/account/")

    assert said() == NOTHING


def test_units_are_those_of_the_next_request(client, enter, clerk, commune, during):
    enter("clerk")
    client.get("/account/")
    clerk.memberships.update(role=Role.APPROVER)
    client.get("/account/")

    assert [(told["petition"], told["report"]) for told in during] == [
        ([commune.pk], []),
        ([], [commune.pk]),
    ]


def test_the_table_of_locked_tables_is_forced_on_their_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        locked = {name for (name,) in cursor}

    # The vault has a lock of its own and its own tests of it.
    assert {name for name in locked if not name.startswith("vault_")} == LOCKED


LOCKED = {
    "files_storedfile",
    "indicators_assignment",
    "indicators_choice",
    "indicators_dueday",
    "indicators_filledform",
    "indicators_formcell",
    "indicators_line",
    "indicators_lockexception",
    "indicators_publictimeliness",
    "indicators_reminder",
    "indicators_step",
    "indicators_submission",
    "indicators_value",
    "office_urging",
    "papers_paper",
    "papers_series",
    "petitions_advice",
    "petitions_assignment",
    "petitions_batch",
    "petitions_batchitem",
    "petitions_classification",
    "petitions_columnmap",
    "petitions_conclusion",
    "petitions_deadline",
    "petitions_determination",
    "petitions_dialogue",
    "petitions_execution",
    "petitions_import",
    "petitions_importedrow",
    "petitions_link",
    "petitions_matter",
    "petitions_petition",
    "petitions_reply",
    "petitions_satisfaction",
    "petitions_savedfilter",
    "petitions_signatory",
    "petitions_similarity",
    "petitions_step",
    "petitions_succession",
    "petitions_task",
    "petitions_watchedmatter",
    "petitions_wrongtry",
    "publishing_comment",
    "publishing_edition",
    "publishing_editionfigure",
    "publishing_newsitem",
    "publishing_opensource",
    "publishing_timeliness",
    "publishing_draft",
    "publishing_link",
    "publishing_paragraph",
    "publishing_paragraphversion",
    "receptions_appointment",
    "receptions_present",
    "receptions_sealedvisit",
    "receptions_session",
    "receptions_slot",
    "receptions_visit",
    "registers_entry",
    "registers_import",
    "registers_lock",
    "registers_savedview",
    "reports_check",
    "reports_citation",
    "reports_figure",
    "reports_remark",
    "reports_report",
}
