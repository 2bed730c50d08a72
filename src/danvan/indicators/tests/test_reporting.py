"""Reports on reporting: expected by units, received, on time and complete by what came."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import reporting, spans
from danvan.indicators.models import Action, Line, Stage, Step, Submission
from danvan.indicators.tests import filled
from danvan.readers import xlsx

PERIOD = periods.by_key("2026-q2")
TODAY = datetime.date(2026, 7, 1)
ADDRESS = f"/forms/reporting/?sheet=inspectorate&period={PERIOD.key}"


def sent(unit, day, codes=(), period=PERIOD):
    """A sheet of a unit sent on a day, signed with these codes."""
    at = datetime.datetime.combine(day, datetime.time(3), tzinfo=datetime.UTC)
    submission = Submission.objects.create(
        unit=unit,
        sheet="inspectorate",
        period=spans.used(period),
        start=period.start,
        end=period.end,
        due=period.due["commune"],
        stage=Stage.SENT,
        sent_at=at,
    )
    step = Step.objects.create(
        submission=submission, action=Action.SIGN, at_unit=unit, by="Post", at=at
    )
    for code in codes:
        Line.objects.create(step=step, code=code, amount=1)


def report(place):
    return reporting.report(place.province, filled.SHEET, PERIOD, TODAY)


def test_nobody_reporting_changes_nothing_in_what_is_expected(place):
    row = report(place).periods[0]

    assert (row.rates.expected, row.rates.received) == (3, 0)
    assert len(row.rates.late) == 3


def test_on_time_and_complete_are_told_apart(place):
    due = PERIOD.due["commune"]
    sent(place.commune, due, filled.SHEET.codes)
    sent(place.other, due + datetime.timedelta(days=1), ("TCD01",))

    found = report(place)

    row = found.periods[0]
    assert (row.rates.received, row.rates.on_time, row.rates.complete) == (2, 1, 1)
    late = {unit.unit for unit in found.units if unit.late}
    assert late == {place.other, place.department}


def test_periods_of_the_same_kind_are_looked_back_on(place):
    sent(place.commune, datetime.date(2026, 3, 16), period=periods.by_key("2026-q1"))

    found = report(place)

    assert [row.period.key for row in found.periods[:2]] == ["2026-q2", "2026-q1"]
    (unit,) = [row for row in found.units if row.unit == place.commune]
    assert (unit.received, unit.on_time, unit.expected) == (1, 1, len(found.periods))


def test_the_report_takes_a_fixed_number_of_queries(
    place, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2 * reporting.BACK + 6):
        report(place)


def test_a_leader_reads_it_and_a_commune_not(place, person):
    leader = person(place.department, Role.APPROVER).client
    compiler = person(place.commune, Role.REPORT_COMPILER).client

    assert leader.get(ADDRESS).status_code == 200
    assert compiler.get(ADDRESS).status_code == 403


def test_a_leader_of_a_commune_sees_nothing_of_the_province(place, person):
    leader = person(place.commune, Role.UNIT_LEADER).client

    answer = leader.get(f"{ADDRESS}&place={place.province.pk}")

    assert answer.status_code == 404


def test_the_chart_has_the_numbers_of_the_table(place, provincial):
    sent(place.commune, PERIOD.due["commune"], filled.SHEET.codes)

    page = provincial.client.get(ADDRESS).content.decode()

    assert page.count("33,3 %") >= 2


def test_only_late_units_can_be_asked_for(place, provincial):
    sent(place.commune, PERIOD.due["commune"], filled.SHEET.codes)

    page = provincial.client.get(f"{ADDRESS}&show=late").content.decode()

    assert place.other.name in page
    assert f'row" class="govuk-table__header">{place.commune.name}<' not in page


def test_the_workbook_says_the_same(place, provincial):
    sent(place.commune, PERIOD.due["commune"], filled.SHEET.codes)
    address = ADDRESS.replace("/reporting/", "/reporting/rates.xlsx")

    ((_name, _top, _left, rows),) = xlsx.grids(provincial.client.get(address).content)

    by_unit = {row[0]: row for row in rows}
    assert by_unit[place.commune.name][1] == "Đúng hạn"
    assert by_unit[place.commune.name][7] == 1.0


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_between_nothing_and_all(pair):
    part, of = pair

    share = reporting.share(part, of)

    assert share is not None
    assert 0 <= share <= 100
