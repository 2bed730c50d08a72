"""Handing files out: to the right people, to be saved, never to be run."""

import uuid

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import include, path
from django.utils.module_loading import import_string

from danvan.accounts.rights import NOBODY, Role, Seat, Viewer
from danvan.core.actor import PUBLIC, Actor
from danvan.files import services, storage, views
from danvan.files.tests import samples

pytestmark = pytest.mark.django_db
CLERK = Viewer("1", "Clerk", (Seat(1, "92", Role.PETITION_CLERK),))
STRANGER = Viewer("2", "Stranger", (Seat(2, "86", Role.PETITION_CLERK),))
SEATLESS = Viewer("3", "Former", ())

urlpatterns = [
    path("", include(([path("sign-in/", views.download, name="sign-in")], "accounts")))
]


def clerk_of_unit_one(viewer, key):
    """The rule of the owner's room, as a room above would state it."""
    return key == "7" and viewer.may("petitions.read", 1)


@pytest.fixture
def stored(tmp_path, settings):
    settings.FILES_DIR = tmp_path
    settings.FILE_READERS = {"test.case": f"{__name__}.clerk_of_unit_one"}
    taken = services.take(data=samples.pdf(), name="đơn.pdf", by=PUBLIC)
    return services.record(
        taken=taken, owner="test.case:7", by=Actor("user:1", "a", "92")
    )


def download(viewer, pk):
    request = RequestFactory().get("/")
    request.viewer = viewer
    return views.download(request, pk=pk)


def test_a_reader_of_the_owner_gets_the_file_to_save(stored):
    response = download(CLERK, stored.pk)

    assert b"".join(response.streaming_content) == samples.pdf()
    response.close()
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%C4%91%C6%A1n.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_stranger_learns_nothing_of_the_file(stored):
    with pytest.raises(Http404) as theirs:
        download(STRANGER, stored.pk)
    with pytest.raises(Http404) as nothing:
        download(CLERK, uuid.uuid4())

    assert type(theirs.value) is type(nothing.value)


@pytest.mark.urls(__name__)
def test_without_a_session_the_sign_in_page_comes_first(stored):
    response = download(NOBODY, stored.pk)

    assert (response.status_code, response.url) == (302, "/sign-in/?next=%2F")


def test_someone_without_a_seat_is_shut_out(stored):
    with pytest.raises(PermissionDenied):
        download(SEATLESS, stored.pk)


def test_an_owner_nobody_answers_for_is_closed(stored, settings):
    settings.FILE_READERS = {}

    with pytest.raises(Http404):
        download(CLERK, stored.pk)


def test_a_file_gone_from_the_disk_is_not_found(stored):
    storage.path_of(stored.pk).unlink()

    with pytest.raises(Http404):
        download(CLERK, stored.pk)


def test_every_kind_of_owner_names_a_rule_that_exists():
    for name in settings.FILE_READERS.values():
        assert callable(import_string(name))
