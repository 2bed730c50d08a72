"""P3 of the demonstration's own editions, made by the real services."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import transaction

from danvan.core.actor import system
from danvan.host import demo
from danvan.orgs.services import load_calendar, load_units
from danvan.publishing.models import EditionFigure, FigureKind

TODAY = datetime.date(2026, 11, 2)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_units(by=system())
        load_calendar(by=system())
        demo.fill(today=TODAY, letters=40)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_is_printed_of_a_report_is_the_reports_number(told, db):
    """P3: to the last digit where the report is public."""
    figures = EditionFigure.objects.filter(kind=FigureKind.PRINTED)
    found = list(figures.select_related("value"))

    assert len(found) > 100
    assert all(f.amount == f.value.amount for f in found)
