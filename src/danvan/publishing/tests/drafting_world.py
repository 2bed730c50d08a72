"""A ward with a compiler and figures of two years, to write reports in."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from danvan.accounts import selectors, sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.drafting.outline import outlines
from danvan.indicators import valuing
from danvan.orgs.models import Kind, Level, Unit
from danvan.publishing import drafting

FIRST = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
YEAR = periods.by_key("g2026-year")
BEFORE = periods.by_key("g2025-year")
BY = Actor("user:c", "Chuyên viên", "C-1")
AMOUNTS = {
    "QT01": ("12", "10"),
    "TCD01": ("1107", "984"),
    "TCD02": ("1200", "1000"),
    "TCD03": ("1000", "900"),
    "TCD05": ("107", "84"),
    "AS01": ("5", "5"),
    "AS02": ("1.327", "1"),
    "XLD06": ("156", "100"),
    "GQ01": ("150", "97"),
    "DT01": ("0", "2"),
}


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def _unit(code, name):
    return Unit.objects.create(
        code=code, name=name, level=Level.COMMUNE, kind=Kind.TERRITORY
    )


@pytest.fixture
def ward(db):
    return _unit("C-1", "Phường Ninh Kiều")


@pytest.fixture
def other(db):
    return _unit("C-2", "Phường Cái Khế")


def _user(name, role, unit):
    user = User.objects.create(username=name, label=f"Post {name}")
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=FIRST)
    return user


@pytest.fixture
def compiler(ward):
    return _user("compiler", Role.REPORT_COMPILER, ward)


@pytest.fixture
def stranger(other):
    return _user("stranger", Role.REPORT_COMPILER, other)


def viewer_of(user):
    return selectors.viewer_for(user, today=FIRST)


def browser(user):
    client = Client()
    client.force_login(user, backend="danvan.accounts.backends.Backend")
    session = client.session
    sessions.begin(session, now=timezone.now())
    session.save()
    return client


@pytest.fixture
def page_of(compiler):
    return browser(compiler)


def say(unit, code, amount, period=YEAR, reason=""):
    return valuing.record(
        unit=unit,
        period=period,
        code=code,
        amount=Decimal(amount),
        provenance="entered",
        reason=reason,
        by=BY,
        now=NOW,
    )


@pytest.fixture
def figures(ward):
    for code, (now, before) in AMOUNTS.items():
        say(ward, code, now)
        say(ward, code, before, BEFORE)


@pytest.fixture
def draft(ward, figures):
    return start(ward)


def start(unit, outline="a-government", **more):
    return drafting.start(
        unit=unit, outline=outlines()[outline], period=YEAR, by=BY, now=NOW, **more
    )


def paragraph_with(draft, words):
    return draft.paragraphs.filter(text__contains=words).first()
