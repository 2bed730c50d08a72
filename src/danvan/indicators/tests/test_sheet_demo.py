"""The demonstration shows sheets in every state, marked as made up."""

import datetime

import pytest

from danvan.indicators import sheet_demo
from danvan.indicators.models import Line, Stage, Submission
from danvan.orgs import demo as orgs
from danvan.orgs.loading import store_units

pytestmark = pytest.mark.django_db


def test_a_place_has_sheets_in_every_state_and_late_ones():
    store_units()
    orgs.fill(today=datetime.date(2026, 11, 22))

    sheet_demo.fill(today=datetime.date(2026, 11, 22))

    rows = Submission.objects.all()
    assert {row.stage for row in rows} == {*Stage.values} - {Stage.OPEN}
    assert any(row.sent_at and row.due and row.sent_at.date() > row.due for row in rows)
    noted = Line.objects.exclude(note="").values_list("note", flat=True)
    assert {*noted} == {sheet_demo.NOTE}
