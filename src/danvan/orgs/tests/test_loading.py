"""Loading the units: complete, again harmless, few statements."""

import datetime

import pytest
from django.core.management import call_command

from danvan.core.actor import system
from danvan.journal.models import Entry
from danvan.orgs import services
from danvan.orgs.models import Unit

AFTER = datetime.date(2025, 7, 1)
pytestmark = pytest.mark.django_db


def test_loading_takes_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        services.load_units(by=system())


def test_loading_brings_in_the_country(units):
    now = Unit.objects.as_of(AFTER)

    assert now.filter(level="central").count() == 1
    assert now.filter(level="province").count() == 34
    assert now.filter(level="district").count() == 0
    assert now.filter(level="commune").count() == 3321


def test_loading_again_changes_nothing_and_writes_no_line(units):
    lines = Entry.objects.count()

    assert services.load_units(by=system()) == 0
    assert Entry.objects.count() == lines


def test_loading_corrects_a_unit_that_differs(units):
    Unit.objects.filter(code="C29341").update(name="Xã Tiểu Cầng")

    assert services.load_units(by=system()) == 1
    assert Unit.objects.get(code="C29341").name == "Xã Tiểu Cần"


def test_the_command_loads_units_and_days(capsys):
    call_command("load_units")
    first = capsys.readouterr().out
    call_command("load_units")

    assert "days: 0" not in first
    assert capsys.readouterr().out == "units and changes: 0, days: 0\n"
