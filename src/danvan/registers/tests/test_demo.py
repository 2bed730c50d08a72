"""The demonstration's lines went through the services and say that they are made up."""

import datetime

import pytest

from danvan.core.actor import system
from danvan.orgs import demo as orgs
from danvan.orgs.services import load_units
from danvan.registers import demo
from danvan.registers.models import Entry

pytestmark = pytest.mark.django_db


def test_books_are_filled_with_lines_marked_as_examples():
    today = datetime.date(2026, 11, 2)
    load_units(by=system())
    orgs.fill(today=today)

    made = demo.fill(today=today)

    assert len(made) > 100
    assert not Entry.objects.filter(synthetic=False).exists()
    assert Entry.objects.filter(corrects__isnull=False).count() == 2
    assert max(e.day for e in made) < today
