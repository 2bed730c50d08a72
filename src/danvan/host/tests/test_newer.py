"""Data that a later version changed are not touched by an earlier one."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from danvan.host import doctor
from danvan.host.newer import newer

pytestmark = pytest.mark.django_db


def apply(app, name):
    MigrationRecorder(connection).record_applied(app, name)


def test_our_own_data_are_not_newer():
    assert newer(connection) == []


@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("petitions", "0999_of_tomorrow"),
        ("a_room_of_tomorrow", "0001_initial"),
        ("procrastinate", "0999_of_tomorrow"),
    ],
)
def test_an_earlier_version_refuses_data_of_a_later_one(app, name):
    apply(app, name)

    with pytest.raises(CommandError, match=rf"later version .*{app}\.{name}"):
        call_command("migrate", verbosity=0)


def test_doctor_says_that_the_data_are_ahead():
    apply("petitions", "0999_of_tomorrow")

    found = doctor._migrations()

    assert not found.well
    assert "petitions.0999_of_tomorrow" in found.seen


def test_what_was_squashed_is_known_by_its_successor(monkeypatch):
    apply("petitions", "0001_of_yesterday")
    load = MigrationLoader.load_disk

    def squashed(self):
        load(self)
        step = Migration("0001_squashed", "petitions")
        step.replaces = [("petitions", "0001_of_yesterday")]
        self.disk_migrations["petitions", "0001_squashed"] = step

    monkeypatch.setattr(MigrationLoader, "load_disk", squashed)

    assert newer(connection) == []
