"""The compiler's desk: what is owed until when, and for whom nothing is."""

import datetime

import pytest

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import catalogue, desk, services
from danvan.indicators.models import FilledForm, State
from danvan.indicators.tests.conftest import NOW, counted, signed

TODAY = datetime.date(2025, 9, 16)  # two days after the end of the third quarter


def test_the_forms_of_the_period_just_ended_are_due_on_the_chains_day(place, compiler):
    quarter, months = desk.due(compiler.viewer, datetime.date(2026, 9, 16))

    assert quarter.due == months.due == datetime.date(2026, 9, 17)
    assert quarter.title == f"Biểu mẫu Quý III/2026, {place.commune.name}"
    assert quarter.url.endswith("?period=2026-q3")
    assert "period=2026-9m" in months.url


def test_what_is_sent_is_owed_no_more(place, compiler):
    def left():
        found = [i for i in desk.due(compiler.viewer, TODAY) if "q3" in i.url]
        return found[0].note.split()[0] if found else "0"

    before = int(left())
    filled = signed(compiler)
    assert int(left()) == before  # signed is not sent
    services.send(filled=filled, by=compiler.by, now=NOW)
    assert int(left()) == before - 1

    for row in catalogue.in_force(datetime.date(2025, 9, 14)):
        if row.id != filled.form:
            counted(compiler, row.slug)
    signing = {"signed_at": NOW, "signed_by": "x", "sent_at": NOW}
    FilledForm.objects.update(state=State.SENT, **signing)
    assert left() == "0"


def test_a_form_without_columns_is_owed_until_it_was_counted(place, compiler):
    later = datetime.date(2026, 9, 16)
    (item, *_) = desk.due(compiler.viewer, later)
    assert "6" in item.note

    for row in catalogue.in_force(datetime.date(2026, 9, 14)):
        counted(compiler, row.slug, periods.by_key("2026-q3"))
    assert [i for i in desk.due(compiler.viewer, later) if "q3" in i.url] == []


def test_nobody_else_is_told(place, person, django_assert_num_queries):
    reader = person(place.commune, Role.AUDITOR).viewer

    with django_assert_num_queries(0):
        assert desk.due(reader, TODAY) == []


def test_it_costs_three_queries_a_period(place, compiler, django_assert_num_queries):
    viewer = compiler.viewer
    with django_assert_num_queries(8):  # a quarter, nine months; what differs: two
        desk.due(viewer, TODAY)


@pytest.mark.parametrize("words", ["02/xld", "tiep cong dan"])
def test_a_form_is_found_by_its_code_and_its_title(place, compiler, neighbour, words):
    found = desk.search(compiler.viewer, words)

    assert found
    assert all(place.commune.name in item.note for item in found)
    assert desk.search(compiler.viewer, "không có biểu này") == []
