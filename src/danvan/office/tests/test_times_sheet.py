"""How long the terms took leaves as a sheet with the numbers of its page."""

import datetime
import io
import uuid

import openpyxl
import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.casework.workflow import Kind as Letters
from danvan.office import times_sheet
from danvan.office.tests.test_leaders import CALENDAR
from danvan.petitions import services
from danvan.petitions.models import Channel, Deadline
from danvan.petitions.services import Letter

CODE = "DL-KN-02"
TODAY = timezone.localdate()
PERIOD = periods.last_ended("inspectorate", TODAY)


def ended(unit, took, late=False):
    """A term of a letter that was met at the end of the period after so many days."""
    sent = services.register(
        letter=Letter(
            kind=Letters.FEEDBACK, channel=Channel.POST, what="Đường hỏng", name="Mẫu"
        ),
        unit=unit,
        by=system(),
        now=timezone.now(),
        key=uuid.uuid4(),
        calendar=CALENDAR,
    )
    Deadline.objects.create(
        petition_id=sent.pk,
        code=CODE,
        start=PERIOD.end - datetime.timedelta(days=took),
        due=PERIOD.end - datetime.timedelta(days=1 if late else 0),
        sentence_vi="x",
        sentence_en="x",
        act="x",
        ended_on=PERIOD.end,
        outcome="met",
    )


def read(body):
    return list(openpyxl.load_workbook(io.BytesIO(body)).active.values)


@pytest.fixture
def unit(commune):
    for took in (3, 10, 20):
        ended(commune, took, late=took == 20)
    return commune


def test_the_sheet_has_cases_percentiles_and_the_share_on_time(
    unit, django_assert_num_queries
):
    with django_assert_num_queries(6):  # one, and five around it for the system's scope
        rows = read(times_sheet.sheet(unit, TODAY))

    assert rows[0][0] == unit.name
    assert rows[-1][1:] == (3, 10, 20, 20, 66.67)
    assert f"{PERIOD.end:%d/%m/%Y}" in rows[2][0]


def test_a_unit_that_met_no_term_has_a_sheet_without_rows(commune):
    rows = read(times_sheet.sheet(commune, TODAY))

    assert rows[-1][0] == "A"


def test_the_page_leads_to_the_sheet(unit, signed_in):
    leader = signed_in(Role.UNIT_LEADER, unit=unit)

    page = leader.get(f"/leaders/{unit.pk}/").content.decode()
    answer = leader.get(f"/leaders/{unit.pk}/times.xlsx")

    assert f'href="/leaders/{unit.pk}/times.xlsx" download' in page
    assert read(answer.content)[-1][1] == 3
    assert 'filename="thoi-gian-' in answer["Content-Disposition"]


def test_who_leads_nobody_gets_no_sheet(unit, signed_in):
    clerk = signed_in(Role.PETITION_CLERK, unit=unit)

    assert clerk.get(f"/leaders/{unit.pk}/times.xlsx").status_code == 403
