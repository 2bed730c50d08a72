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


# All that the public's process may do with tables: read the names of places and the
# holidays, and keep the forms that are being filled in.
OPEN_TO_THE_PUBLIC = {
    "orgs_unit": {"SELECT"},
    "orgs_workingday": {"SELECT"},
    "portal_flood": {"SELECT", "INSERT", "UPDATE"},
    "portal_savedform": {"SELECT", "INSERT", "UPDATE", "DELETE"},
}
TABLE_RIGHTS = (
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "TRIGGER",
)
COLUMN_RIGHTS = ("SELECT", "INSERT", "UPDATE")


def rights_of(role):
    """Return what a role may do with each table, view and sequence there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, r.name
            FROM pg_class c CROSS JOIN unnest(%s::text[]) r (name)
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND c.relnamespace NOT IN
                ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              AND c.relnamespace::regnamespace::text NOT LIKE 'pg\\_%%'
              AND (has_table_privilege(%s, c.oid, r.name) OR r.name = ANY (%s::text[])
                AND has_any_column_privilege(%s, c.oid, r.name))
            UNION ALL
            SELECT c.relname, r.name
            FROM pg_class c CROSS JOIN (VALUES ('USAGE'), ('SELECT'), ('UPDATE')) r (name)
            WHERE c.relkind = 'S'
              AND c.relnamespace::regnamespace::text NOT LIKE 'pg\\_%%'
              AND has_sequence_privilege(%s, c.oid, r.name)
            """,
            [list(TABLE_RIGHTS), role, list(COLUMN_RIGHTS), role, role],
        )
        found = {}
        for name, right in cursor.fetchall():
            found.setdefault(name, set()).add(right)
    return found


@pytest.mark.django_db
def test_the_public_process_has_no_right_on_any_table_of_the_office():
    """S2, over every table of the schema, its columns and its sequences."""
    assert rights_of("danvan_portal") == OPEN_TO_THE_PUBLIC


@pytest.mark.django_db
def test_a_right_on_one_column_would_be_noticed():
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT (label) ON accounts_user TO danvan_portal")

    assert rights_of("danvan_portal")["accounts_user"] == {"SELECT"}


def _all_tables():
    return [
        table
        for table in connection.introspection.django_table_names(include_views=True)
        if table not in OPEN_TO_THE_PUBLIC
    ]


@pytest.mark.django_db
def test_each_table_is_refused_by_the_database_itself(as_role_of_the_public):
    """Said by the catalogue above, done here: permission denied, N of N."""
    refused = 0
    for table in (tables := _all_tables()):
        for statement in (
            "SELECT 1 FROM {}",
            "DELETE FROM {}",
            "INSERT INTO {} DEFAULT VALUES",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement.format(table))
            refused += 1

    assert refused == 3 * len(tables) > 90


@pytest.fixture
def as_role_of_the_public(db):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_portal")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.mark.django_db
def test_the_public_process_runs_these_functions_and_no_other():
    """Each runs as the owner: a new one here is a new door, and must be looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT p.proname FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
              AND has_function_privilege('danvan_portal', p.oid, 'EXECUTE')
            """
        )
        doors = {name for (name,) in cursor.fetchall()}

    assert doors == DOORS


DOORS = {
    "journal_append",
    "journal_head",
    "petitions_intake",
    "petitions_resemble",
    "petitions_say",
    "petitions_settled",
    "petitions_status",
    "publishing_body",
    "publishing_comment_on",
    "publishing_editions",
    "publishing_figures",
    "publishing_index",
    "publishing_news",
    "publishing_opened",
    "publishing_source",
    "publishing_timeliness_of",
    "receptions_appointment_of",
    "receptions_book",
    "receptions_cancel",
    "receptions_schedule",
    "vault_able",
    "vault_intake",
    "vault_public_key",
    "vault_receipt",
    "vault_works_here",
}
