"""Two communes, a compiler and a leader in one, a stranger in the other."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from danvan.accounts import selectors, sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.orgs.models import Kind, Level, Unit
from danvan.reports import services

FIRST = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
# Our own sentences: one sum that fails, one that holds, a ratio, a figure alone.
TEXT = (
    "BÁO CÁO CÔNG TÁC DÂN VẬN\n"
    "Trong năm tiếp nhận 1.945 đơn (gồm 798 đơn khiếu nại và 933 đơn kiến nghị).\n"
    "Đã tiếp 2.650 lượt công dân (gồm 1.977 lượt thường xuyên, 673 lượt định kỳ).\n"
    "Tổ chức 12 hội nghị tuyên truyền.\n"
)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def commune(db):
    return Unit.objects.create(
        code="T-1", name="UBND xã Thử", level=Level.COMMUNE, kind=Kind.PEOPLES_COMMITTEE
    )


@pytest.fixture
def other(db):
    return Unit.objects.create(
        code="T-2",
        name="UBND xã Khác",
        level=Level.COMMUNE,
        kind=Kind.PEOPLES_COMMITTEE,
    )


def _user(name, role, *units):
    user = User.objects.create(username=name, label=f"Post {name}")
    for unit in units:
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=FIRST)
    return user


@pytest.fixture
def compiler(commune):
    return _user("compiler", Role.REPORT_COMPILER, commune)


@pytest.fixture
def leader(commune):
    return _user("leader", Role.UNIT_LEADER, commune)


@pytest.fixture
def stranger(other):
    return _user("stranger", Role.REPORT_COMPILER, other)


def viewer_of(user):
    return selectors.viewer_for(user, today=FIRST)


def browser(user):
    """A browser in which the user is signed in."""
    client = Client()
    client.force_login(user, backend="danvan.accounts.backends.Backend")
    session = client.session
    sessions.begin(session, now=timezone.now())
    session.save()
    return client


@pytest.fixture
def page_of(compiler):
    return browser(compiler)


@pytest.fixture
def received(commune, compiler):
    """The report of TEXT, as the compiler gave it in."""
    return services.receive(
        data=TEXT.encode(),
        name="Báo cáo năm.txt",
        unit=commune,
        by=viewer_of(compiler).actor(commune.pk),
        now=NOW,
    ).report
