"""The page of a place tells who was on time only where the place decided so."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from danvan.indicators import reminding
from danvan.publishing import timely
from danvan.publishing.tests.conftest import *  # noqa: F403 - the same place and values
from danvan.publishing.tests.conftest import APPROVER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal(public_pages, settings):
    settings.PROCESS = "portal"


@pytest.mark.parametrize("decided", [False, True])
def test_page_and_file_tell_by_decision_only(client, public, place, tmp_path, decided):
    today, now = timezone.localdate(), timezone.now()
    if decided:
        reminding.decide_timeliness(
            place=place.province,
            public=True,
            since=today,
            decision="12/QĐ-UBND",
            by=APPROVER,
            now=now,
        )
    timely.write(today=today, now=now)
    page = client.get("/so-lieu/noi/P1/").content.decode()
    call_command("publish_static", out=tmp_path / "out")
    file = (tmp_path / "out/so-lieu/noi/P1/index.html").read_text("utf-8")

    assert ('id="punctual-1"' in page) is decided
    assert ('id="punctual-1"' in file) is decided
