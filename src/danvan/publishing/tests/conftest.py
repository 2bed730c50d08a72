"""A province with two communes, an approver, values of a quarter, a printed report."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.indicators import valuing
from danvan.orgs.models import Kind, Level, Unit
from danvan.publishing import moderating, services
from danvan.reports import services as reports

QUARTER = periods.by_key("2026-q1")
YEAR = periods.by_key("2025-year")
NOW = datetime.datetime(2026, 4, 15, 2, tzinfo=datetime.UTC)
LONG_AGO = datetime.date(2020, 1, 1)
PREPARER = Actor("user:preparer", "Chuyên viên tổng hợp", "P1")
APPROVER = Actor("user:approver", "Lãnh đạo duyệt số liệu", "P1")
TEXT = "Trong năm đã tiếp 2.650 lượt công dân. Tiếp thường xuyên 1.977 lượt. Hết."
SHA = "a" * 64


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@dataclass
class Place:
    province: Unit
    commune: Unit
    other: Unit


@pytest.fixture
def place(db):
    def unit(code, level, parent=None):
        return Unit.objects.create(
            code=code,
            name=f"Nơi {code}",
            level=level,
            kind=Kind.TERRITORY,
            parent=parent,
        )

    province = unit("P1", Level.PROVINCE)
    return Place(
        province,
        unit("C1", Level.COMMUNE, province),
        unit("C2", Level.COMMUNE, province),
    )


@pytest.fixture
def say():
    """Record an entered value; the next one of the same cell corrects it."""

    def say(unit, code, amount, period=QUARTER, reason=""):
        return valuing.record(
            unit=unit,
            period=period,
            code=code,
            amount=Decimal(amount),
            provenance="entered",
            reason=reason,
            by=Actor("user:c", "Chuyên viên", unit.code),
            now=NOW,
        )

    return say


@pytest.fixture
def values(place, say):
    """Receptions and letters of two communes and their sum; denunciations among them."""
    for code, amounts in {
        "TCD01": (7, 12),
        "XLD05": (9, 14),
        "XLD06": (4, 3),
        "XLD07": (1, 2),
        "XLD08": (4, 9),
    }.items():
        for unit, amount in zip((place.commune, place.other), amounts, strict=True):
            say(unit, code, amount)
        say(place.province, code, sum(amounts))


@pytest.fixture
def edition(place, values):
    return services.prepare(
        place=place.province, period=QUARTER, title="Quý I/2026", by=PREPARER, now=NOW
    )


@pytest.fixture
def public(edition):
    services.approve(edition=edition, by=APPROVER, now=NOW)
    return services.publish(edition=edition, by=APPROVER, now=NOW)


def _figure(key, text, value, indicator):
    start = TEXT.index(text)
    return {
        "id": key,
        "start": start,
        "end": start + len(text),
        "text": text,
        "value": value,
        "unit": "lượt",
        "scale": "1",
        "bound": None,
        "label": "tiếp",
        "indicator": indicator,
    }


@pytest.fixture
def report(place):
    """A report that prints two numbers, of which one is found wrong."""
    figures = [
        _figure("f1", "2.650", "2650", "TCD01"),
        _figure("f2", "1.977", "1977", "TCD03"),
    ]
    check = {
        "id": "k1",
        "rule": "sum",
        "holds": False,
        "severity": "error",
        "figures": ["f2"],
        "citations": [],
        "printed": "1977",
        "computed": "1976",
        "message": {"vi": "Lệch 1 lượt.", "en": "Off by 1."},
        "start": 0,
        "end": 9,
    }
    result = {
        "schema": "danvan.audit/1",
        "source": {"name": "bao-cao.docx", "sha256": SHA, "characters": len(TEXT)},
        "text": TEXT,
        "figures": figures,
        "citations": [],
        "checks": [check],
        "rules": "1",
    }
    return reports.create(
        result=result,
        sha256=SHA,
        unit=place.province,
        by=Actor("user:c", "Chuyên viên", "P1"),
        now=NOW,
        source_name="Báo cáo năm",
    )


@pytest.fixture
def printed(place, report):
    """The report's figures, recorded as values."""
    for key, code, amount in (("f1", "TCD01", 2650), ("f2", "TCD03", 1977)):
        valuing.record(
            unit=place.province,
            period=YEAR,
            code=code,
            amount=Decimal(amount),
            provenance="reported",
            origin=str(report.pk),
            evidence={"report": str(report.pk), "figure": key},
            by=Actor("user:c", "Chuyên viên", "P1"),
            now=NOW,
        )
    return report


def mark(place, **said):
    return services.mark_source(
        **{
            "unit": place.province,
            "sha256": SHA,
            "number": "12/BC-UBND",
            "day": datetime.date(2025, 12, 20),
            "issuer": "UBND",
            "published": True,
            "where": "https://example.vn/bao-cao",
            "by": APPROVER,
            "now": NOW,
            **said,
        }
    )


@pytest.fixture
def people(place):
    """Make a member of staff with a role in a unit; returns the user."""

    def make(role, unit, which=""):
        name = f"{role}-{unit.code}{which}"
        user = User.objects.create(username=name, label=f"Post {role}")
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=LONG_AGO)
        return user

    return make


@pytest.fixture
def client_of(people):
    def sign_in(role, unit, which=""):
        client = Client()
        user = people(role, unit, which)
        client.force_login(user, backend="danvan.accounts.backends.Backend")
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return client

    return sign_in


@pytest.fixture
def yearly(place, printed):
    """A published edition of the figures that the report prints."""
    mark(place)
    made = services.prepare(
        place=place.province, period=YEAR, title="Năm 2025", by=PREPARER, now=NOW
    )
    services.approve(edition=made, by=APPROVER, now=NOW)
    return services.publish(edition=made, by=APPROVER, now=NOW)


@pytest.fixture
def item(public):
    """News of the published edition."""
    return moderating.announce(
        edition=public, title="Có số liệu quý I", text="Mới.", by=APPROVER, now=NOW
    )
