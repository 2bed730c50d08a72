"""A long register is taken in on a page that grows; whole, or not at all."""

import hashlib

import psycopg
import pytest
from django.db import connection

from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.petitions import import_views
from danvan.petitions.imported import Import
from danvan.petitions.imports import store
from danvan.petitions.models import Petition, Step
from danvan.petitions.tests.workbooks import COMPLAINT, FEEDBACK, SECRET, upload
from danvan.petitions.tests.workbooks import workbook as book_of
from danvan.vault.models import SealedCase
from danvan.vault.scope import scoped

pytestmark = [
    pytest.mark.urls("danvan.config.urls_office"),
    pytest.mark.django_db(transaction=True),
]
BOOK = book_of(FEEDBACK, COMPLAINT, SECRET)


@pytest.fixture
def send(sign_in, town, monkeypatch):
    monkeypatch.setattr(import_views, "LONG", 1)
    monkeypatch.setattr(store, "_CHUNK", 1)
    desk = sign_in(Role.PETITION_CLERK)

    def post(data):
        said = {"unit": town.committee.pk, "format": "register", "choice": "all"}
        said["seen"] = hashlib.sha256(data).hexdigest()
        return desk.post("/petitions/import/", {**said, "file": upload(data)})

    return post


@pytest.fixture
def elsewhere():
    """A connection that is not the test's own."""
    made = connection.get_connection_params()
    options = {
        k: made[k] for k in ("dbname", "user", "password", "host", "port") if k in made
    }
    with psycopg.connect(**options) as other:
        yield other


def read(response):
    return b"".join(response.streaming_content).decode()


def test_the_page_says_how_far_it_is_and_then_what_came_of_it(send, town):
    response = send(BOOK)

    page = read(response)
    assert response.streaming
    assert page.index("Đang nhập sổ") < page.index("2 / 2 dòng") < page.index("2 đơn")
    assert page.rstrip().endswith("</html>")
    assert Petition.objects.count() == 2
    with scoped(user_id="", units=[town.committee.pk]):
        assert SealedCase.objects.count() == 1


def test_a_long_import_is_one_batch_and_one_line_of_the_journal(send):
    read(send(BOOK))

    line = Entry.objects.get(action="petition.import")
    assert line.changes["file"] == [None, hashlib.sha256(BOOK).hexdigest()]
    assert line.changes["rows"] == [None, "2"]


def test_the_same_long_file_twice_makes_no_doubles(send):
    read(send(BOOK))

    assert "0 đơn" in read(send(book_of(FEEDBACK, FEEDBACK, SECRET, SECRET)))
    assert (Petition.objects.count(), Import.objects.count()) == (2, 1)


def test_a_kill_amid_the_rows_leaves_nothing(send, elsewhere):
    elsewhere.execute("LOCK TABLE journal_entry IN EXCLUSIVE MODE")
    pieces = send(book_of(FEEDBACK, COMPLAINT)).streaming_content
    page = ""
    while "2 / 2 dòng" not in page:  # every row is written, the journal waits
        page += next(pieces).decode()

    killed = "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE NOT granted"
    while not elsewhere.execute(killed).fetchall():
        pass  # it is on its way to the lock
    elsewhere.rollback()
    page += b"".join(pieces).decode()

    assert "Chưa lưu gì" in page
    assert not Petition.objects.exists()
    assert not Step.objects.exists()
    assert not Import.objects.exists()
    assert not Entry.objects.filter(action="petition.import").exists()
