"""The office works with the rights of its own database role, not its owner's."""

import pytest
from django.db import ProgrammingError, connection, transaction

from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.office import jobs
from danvan.ui import navigation

PASSWORD = "chín con mèo ngủ trưa"


@pytest.fixture
def as_office(db):
    def run(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    yield lambda: run("SET ROLE danvan_office")
    run("SET ROLE NONE")


@pytest.mark.parametrize("role", Role)
def test_every_role_signs_in_and_opens_its_pages(signed_in, client, as_office, role):
    signed_in(role)
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    as_office()

    data = {"username": user.username, "password": PASSWORD}
    assert client.post("/sign-in/", data).status_code == 302

    urls = [place.url for place in navigation.places("/", lambda right: True)]
    statuses = {client.get(url).status_code for url in urls}
    assert statuses <= {200, 403, 404}  # what is sealed is hidden, not forbidden
    assert client.get("/").status_code == 200
    assert client.post("/sign-out/").status_code == 302


def test_the_nightly_jobs_need_no_more(signed_in, as_office, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    as_office()

    jobs.sweep(timestamp=0)
    jobs.anchor_journal(timestamp=0)

    assert (tmp_path / "anchors").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "ALTER TABLE accounts_user ADD COLUMN x int",
        "DROP TABLE accounts_user",
        "DELETE FROM django_migrations",
        "CREATE ROLE another",
    ],
)
def test_it_has_no_rights_of_an_owner(as_office, statement):
    as_office()

    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_public_process_has_no_right_on_any_table_of_the_office():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
              AND has_table_privilege('danvan_portal', c.oid,
                  'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            """
        )
        open_tables = {name for (name,) in cursor}

    assert {name.partition("_")[0] for name in open_tables} <= {"orgs", "portal"}
