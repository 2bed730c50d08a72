"""What is owed follows from units and periods, never from what came in."""

import datetime
from decimal import Decimal

import pytest

from danvan.core.calendar import periods
from danvan.core.indicators import chains, closing
from danvan.indicators import owing, rungs, submitting
from danvan.indicators.tests import sending
from danvan.indicators.tests.sending import COMMUNE, NOW, OTHER, PERIOD, PROVINCE, SHEET
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange

pytestmark = pytest.mark.django_db
D = datetime.date
AFTER = D(2026, 3, 20)
DAY = datetime.timedelta(days=1)


def rates(place, day=AFTER, period=PERIOD):
    return owing.rates(place.province, SHEET, period, day)


def new(code, parent, begun=None, ended=None, kind=Kind.TERRITORY):
    return Unit.objects.create(
        code=code,
        name=code,
        level=Level.COMMUNE,
        kind=kind,
        parent=parent,
        valid_from=begun,
        valid_to=ended,
    )


def test_when_nobody_reports_everything_stays_expected(place):
    found = rates(place)

    assert found.expected == 3  # two communes and a department
    assert (found.received, found.on_time, found.complete) == (0, 0, 0)
    assert {u.code for u in found.late} == {"T1.1", "T1.2", "T1.SNV"}


def test_divisions_and_vertical_bodies_owe_nothing(place):
    expected = rungs.expected(place.province, SHEET, PERIOD)

    assert place.division not in expected
    assert place.police not in expected


def test_nobody_is_late_before_the_due_day_is_over(place):
    assert rates(place, day=D(2026, 3, 17)).late == []
    assert len(rates(place, day=D(2026, 3, 18)).late) == 3


def test_received_on_time_and_complete_are_counted_apart(place):
    sending.sent(place.commune)
    late = sending.opened(place.other, by=OTHER)
    partly = sending.lines(codes=SHEET.codes[1:])
    late = submitting.sign(submission=late, lines=partly, by=OTHER, now=NOW + 3 * DAY)
    submitting.send(submission=late, by=OTHER, now=NOW + 3 * DAY)

    found = rates(place)

    assert (found.received, found.on_time, found.complete) == (2, 1, 1)
    assert [u.code for u in found.late] == ["T1.SNV"]


@pytest.mark.parametrize(
    ("last", "complete"),
    [
        ({"amount": None}, 0),
        ({"amount": None, "note": "chưa tổng hợp được"}, 1),
        ({"amount": None, "nothing": True}, 1),
        ({"amount": Decimal(0)}, 1),
    ],
)
def test_complete_is_what_says_something_of_every_code(place, last, complete):
    row = sending.opened(place.commune)
    lines = sending.lines(codes=SHEET.codes[1:])
    lines.append(submitting.Signed(SHEET.codes[0], None, **last))
    row = submitting.sign(submission=row, lines=lines, by=COMMUNE, now=NOW)
    submitting.send(submission=row, by=COMMUNE, now=NOW)

    assert rates(place).complete == complete


def test_the_last_signing_says_whether_it_is_complete(place):
    row = sending.sent(place.commune)
    row = submitting.give_back(submission=row, reason="x", by=PROVINCE, now=NOW)
    row = submitting.sign(
        submission=row, lines=sending.lines(codes=["TCD01"]), by=COMMUNE, now=NOW
    )
    submitting.send(submission=row, by=COMMUNE, now=NOW)

    assert rates(place).complete == 0


def test_what_was_returned_is_not_in(place):
    row = sending.sent(place.commune)
    submitting.give_back(submission=row, reason="x", by=PROVINCE, now=NOW)

    assert rates(place).received == 0
    assert place.commune in rates(place).late


@pytest.mark.parametrize(
    ("begun", "ended", "owes"),
    [
        (D(2026, 1, 10), None, True),  # founded within the period
        (D(2026, 3, 14), None, True),  # on its last day
        (D(2026, 3, 15), None, False),  # the day after
        (None, D(2026, 3, 13), False),  # gone before its last day
        (None, D(2026, 3, 14), True),
        (None, D(2026, 12, 31), True),  # ended since
    ],
)
def test_who_stands_on_the_last_day_of_a_period_owes_it(place, begun, ended, owes):
    unit = new("T1.9", place.province, begun, ended)

    assert (unit in rungs.expected(place.province, SHEET, PERIOD)) is owes


def test_after_a_merger_the_new_unit_owes_and_the_old_ones_owe_what_was_before(place):
    for unit in (place.commune, place.other):
        Unit.objects.filter(pk=unit.pk).update(valid_to=D(2026, 1, 31))
    merged = new("T1.3", place.province, D(2026, 2, 1))
    before = periods.by_key("2025-year")

    def codes(period):
        return {u.code for u in rungs.expected(place.province, SHEET, period)}

    assert codes(PERIOD) == {merged.code, "T1.SNV"}
    assert codes(before) == {"T1.1", "T1.2", "T1.SNV"}


def test_a_place_founded_later_expects_what_its_former_places_expected(place):
    Unit.objects.filter(pk=place.province.pk).update(valid_to=D(2026, 6, 30))
    heir = Unit.objects.create(
        code="T2",
        name="Tỉnh Hai",
        level=Level.PROVINCE,
        kind=Kind.TERRITORY,
        valid_from=D(2026, 7, 1),
    )
    UnitChange.objects.create(
        kind=ChangeKind.MERGE,
        on=D(2026, 7, 1),
        from_unit=place.province,
        to_unit=heir,
        share=1,
        decision="1/NQ",
    )

    assert {u.code for u in rungs.expected(heir, SHEET, PERIOD)} == {
        *("T1.1", "T1.2", "T1.SNV")
    }


def test_former_communes_sent_over_their_district_to_the_province(place):
    district = Unit.objects.create(
        code="T1.H",
        name="Huyện",
        level=Level.DISTRICT,
        kind=Kind.TERRITORY,
        parent=place.province,
    )
    commune = new("T1.H.1", district)

    assert rungs.above(commune) == place.province
    assert commune in rungs.expected(place.province, SHEET, PERIOD)
    assert district not in rungs.expected(place.province, SHEET, PERIOD)


def test_a_unit_owes_the_periods_begun_and_of_the_last_year(place):
    found = owing.owed_by(place.commune, D(2026, 3, 16))
    mine = [o for o in found if o.sheet.id == "inspectorate"]

    assert {o.period.key for o in mine} == {
        *("2026-q1", "2026-6m", "2026-9m", "2026-year", "2026-q2"),
        *("2025-q2", "2025-q3", "2025-q4", "2025-6m", "2025-9m", "2025-year"),
    }
    assert [o.period.end for o in found] == sorted(
        (o.period.end for o in found), reverse=True
    )


def test_a_department_owes_by_the_communes_day_and_the_province_by_its_own(place):
    assert owing.of(place.department, SHEET, PERIOD).due == D(2026, 3, 17)
    assert owing.of(place.commune, SHEET, PERIOD).due == D(2026, 3, 17)
    assert owing.of(place.province, SHEET, PERIOD).due == D(2026, 3, 20)


def test_the_last_day_that_a_place_decided_holds_for_its_units(place):
    for day in (D(2026, 3, 16), D(2026, 3, 15)):
        submitting.set_due(
            place=place.province,
            sheet=SHEET,
            period=PERIOD,
            due=day,
            decision="12/QĐ-UBND",
            by=PROVINCE,
            now=NOW,
        )

    assert owing.of(place.commune, SHEET, PERIOD).due == D(2026, 3, 15)
    assert owing.of(place.province, SHEET, PERIOD).due == D(2026, 3, 20)


@pytest.mark.parametrize(
    ("hour", "late"),
    [((2026, 3, 17, 23, 59, 59), False), ((2026, 3, 18, 0, 0, 0), True)],
)
def test_a_sheet_sent_on_its_due_day_is_on_time_to_midnight(place, hour, late):
    now = datetime.datetime(*hour, tzinfo=closing.LOCAL)
    sending.sent(place.commune, now=now)

    assert owing.of(place.commune, SHEET, PERIOD).came_late is late


def test_the_day_known_when_it_was_sent_says_whether_it_was_on_time(place):
    sending.sent(place.commune)
    submitting.set_due(
        place=place.province,
        sheet=SHEET,
        period=PERIOD,
        due=D(2026, 3, 15),
        decision="12/QĐ-UBND",
        by=PROVINCE,
        now=NOW + DAY,
    )

    assert not owing.of(place.commune, SHEET, PERIOD).came_late


def test_the_rates_of_a_place_take_the_same_queries_however_many_units(
    place, django_assert_num_queries
):
    sending.sent(place.commune)
    with django_assert_num_queries(6):
        rates(place)
    for n in range(20, 40):
        new(f"T1.{n}", place.province)

    with django_assert_num_queries(6):
        assert rates(place).expected == 23


def test_what_a_unit_owes_takes_four_queries(place, django_assert_num_queries):
    unit = Unit.objects.select_related("parent__parent").get(pk=place.commune.pk)

    with django_assert_num_queries(4):
        owing.owed_by(unit, AFTER)


def test_who_adds_up_a_place_compiles_its_sheet_too(place, provincial, compiler):
    assert {u.code for u in owing.fillable(provincial.viewer)} == {"T1.SNV", "T1"}
    assert {u.code for u in owing.fillable(compiler.viewer)} == {"T1.1"}


def test_the_level_above_reads_what_its_place_owes(place, provincial, compiler):
    assert place.commune.pk in owing.reach(provincial.viewer)
    assert owing.reach(compiler.viewer) == {place.commune.pk}


@pytest.mark.parametrize("sheet", chains.sheets(), ids=lambda sheet: sheet.id)
def test_every_sheet_is_owed_by_the_units_that_it_names(place, sheet):
    """Of a place, or of the place above it; each level and kind that it names."""
    today = D(2025, 6, 20) if sheet.until else D(2026, 12, 20)
    known = periods.ending_up_to(sheet.chain, today)
    period = next(p for p in known if p.end <= today and sheet.owed_for(p))
    for level in sheet.levels:
        for kind in sheet.unit_kinds - {Kind.DEPARTMENT, Kind.PEOPLES_COMMITTEE}:
            unit = Unit.objects.create(
                code=f"{level}-{kind}"[:24],
                name="Đơn vị",
                level=level,
                kind=kind,
                parent=place.commune
                if level == Level.COMMUNE and kind != Kind.TERRITORY
                else place.province,
            )
            assert rungs.owes(unit, sheet, period)
            if level != Level.PROVINCE or kind != Kind.TERRITORY:
                assert unit in rungs.expected(place.province, sheet, period)
                assert rungs.above(unit) == place.province


def test_a_council_of_a_commune_sends_past_it(place):
    council = Unit.objects.create(
        code="T1.1.HD", name="HĐND", level=Level.COMMUNE,
        kind=Kind.PEOPLES_COUNCIL, parent=place.commune,
    )  # fmt: skip
    period = periods.by_key("h2026-6m")
    expected = rungs.expected(place.province, chains.by_id("council"), period)
    assert expected == [council]
    assert rungs.expected(place.commune, chains.by_id("council"), period) == []
