"""The logins of the demonstration."""

import datetime
import stat
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.host import demo, secrets
from danvan.indicators.models import FormCell
from danvan.orgs.models import Unit
from danvan.orgs.services import load_calendar, load_units
from danvan.petitions.models import Petition
from danvan.reports.models import Report
from danvan.vault import shares
from danvan.vault.models import Holding, RecoveryKey
from danvan.vault.scope import scoped

TODAY = datetime.date(2026, 11, 2)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration with few letters, filled once and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_units(by=system())
        load_calendar(by=system())
        demo.fill(today=TODAY, letters=8)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(told: None, db) -> None:
    """The same, for one test, which may change it."""


@pytest.mark.django_db
def test_a_fresh_database_is_empty():
    assert demo.is_empty()


def test_every_role_has_a_login_and_each_key_two_holders(filled: None):
    held = Membership.objects.on(TODAY).values_list("role", "user__username")

    more = [(role.value, name) for name, role, *_ in demo.MORE]
    assert sorted(held) == sorted([*((r.value, demo.username(r)) for r in Role), *more])
    assert len(demo.logins()) == len(Role) + len(more)
    with scoped(user_id="", units=Unit.objects.values_list("pk", flat=True)):
        found = Holding.objects.values_list("unit__code", "user__username")
        assert sorted(found) == [
            ("C31135", "ward-key-holder"),
            ("C31135", "ward-key-holder-2"),
            ("P92", "key-holder"),
            ("P92", "key-holder-2"),
        ]


def test_the_shares_of_the_demonstration_are_its_owners_alone(filled: None):
    file = settings.DATA_DIR / "secrets" / secrets.SHARES

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text("utf-8").splitlines()) == 3
    (key,) = RecoveryKey.objects.all()
    words = file.read_text("utf-8").splitlines()[1:]
    assert shares.put_together(words, bytes(key.public)).public == bytes(key.public)


def test_a_login_is_named_by_its_post_and_place(filled: None):
    assert dict(demo.logins())["petition-clerk"] == (
        "Chuyên viên xử lý đơn, Phường Ninh Kiều"
    )


def test_the_printed_password_opens_a_login(filled: None, rf):
    password = secrets.read(settings.DATA_DIR, secrets.DEMONSTRATION)

    user = authenticate(rf.get("/"), username="unit-leader", password=password)

    assert user is not None


def test_a_database_with_logins_is_not_empty(filled: None):
    assert not demo.is_empty()


def test_every_petition_is_marked_as_made_up(filled: None):
    assert Petition.objects.count() == 8
    assert not Petition.objects.filter(synthetic=False).exists()


def test_the_statistics_open_on_counted_figures(filled: None):
    closed = periods.last_ended("inspectorate", TODAY)
    counted = FormCell.objects.filter(filled__period__key=closed.key, value__gt=0)

    forms = set(counted.values_list("filled__form", flat=True))

    named = {form.rpartition("/")[0] for form in forms}
    assert {"01/TCD", "02/XLD"} <= named


def test_every_report_is_marked_and_held_by_those_who_compile(filled: None):
    found = Report.objects.values_list("unit__code", "demonstration")

    assert sorted(found) == [("C31135", True)] * 5 + [("P92.SNV", True)] * 5
