"""The public's process inside the tests: its addresses, its middleware, its role."""

import contextlib
import datetime
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from danvan.core.text.fold import fold
from danvan.orgs.models import Kind, Level, Unit, WorkingDay
from danvan.portal import services


@dataclass(frozen=True)
class Town:
    province: Unit
    commune: Unit
    other: Unit
    committee: Unit


@pytest.fixture
def town(db):
    """Two provinces; one with a commune and its People's Committee."""

    def unit(code, name, level, kind, parent=None):
        return Unit.objects.create(
            code=code,
            name=name,
            level=level,
            kind=kind,
            parent=parent,
            folded=fold(name),
        )

    year = timezone.localdate().year
    WorkingDay.objects.bulk_create(
        WorkingDay(
            date=datetime.date(y, 1, 1), working=False, reason="Tết", source="law"
        )
        for y in range(year - 2, year + 3)
    )
    place, committee = Kind.TERRITORY, Kind.PEOPLES_COMMITTEE
    province = unit("92", "Thành phố Mẫu", Level.PROVINCE, place)
    elsewhere = unit("86", "Tỉnh Khác", Level.PROVINCE, place)
    unit("30001", "Xã Xa", Level.COMMUNE, place, elsewhere)
    commune = unit("31117", "Phường Mẫu", Level.COMMUNE, place, province)
    other = unit("31118", "Xã Khác", Level.COMMUNE, place, province)
    home = unit("UB-31117", "UBND phường Mẫu", Level.COMMUNE, committee, commune)
    return Town(province, commune, other, home)


@pytest.fixture
def public_pages(settings, tmp_path, monkeypatch):
    """Serve the public's addresses as their process does, under its database role."""
    settings.ROOT_URLCONF = "danvan.config.urls_portal"
    settings.MIDDLEWARE = settings.PUBLIC_MIDDLEWARE
    settings.FILES_DIR = tmp_path / "files"
    settings.HOME_PROVINCE = "92"
    monkeypatch.setattr(services, "FASTEST", datetime.timedelta(0))


@pytest.fixture
def portal_client(public_pages, town):
    """A citizen's browser. Everything it does, the role danvan_portal does."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_portal")
    yield Client()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.fixture
def as_owner():
    """Read what the public may not, to see what was stored."""

    def read(query):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            cursor.execute(query)
            rows = cursor.fetchall()
            cursor.execute("SET ROLE danvan_portal")
        return rows

    return read


@pytest.fixture
def as_office():
    """Do something with the database role of the office and its worker."""

    @contextlib.contextmanager
    def role():
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE danvan_office")
            yield
            cursor.execute("SET ROLE danvan_portal")

    return role
