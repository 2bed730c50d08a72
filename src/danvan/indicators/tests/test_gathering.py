"""Sheets of many units: recognised by what they say, wrong cells told of one by one."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from danvan.core.indicators.filled_cells import Fault
from danvan.indicators import gather_services, gather_sheets, gathering, spans
from danvan.indicators.gathering import Upload
from danvan.indicators.models import (
    Action,
    Line,
    Provenance,
    Stage,
    Step,
    Submission,
    Value,
)
from danvan.indicators.tests import filled
from danvan.journal.models import Entry
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange
from danvan.readers import xlsx

NOW = datetime.datetime(2025, 9, 16, 2, tzinfo=datetime.UTC)


@pytest.fixture
def read(place):
    def do(*sheets):
        uploads = [Upload(f"tep-{n}.xlsx", data) for n, data in enumerate(sheets)]
        return gathering.read(uploads, filled.expected(place.province))

    return do


@pytest.fixture
def sheet(place):
    def make(unit=place.commune, **kwargs):
        return filled.workbook(place.province, unit, **kwargs)

    return make


def whole(sheet, unit=None, **amounts):
    return sheet(unit, every=0, amounts=amounts)


def test_a_whole_sheet_gives_every_figure(place, read, sheet):
    found = read(whole(sheet, place.commune))

    (one,) = found.files
    assert (one.unit, one.problem, one.wrong) == (place.commune, "", [])
    assert len(one.good) == len(filled.codes())
    assert place.other in found.missing
    assert place.commune not in found.missing


def test_units_beside_and_divisions_are_not_waited_for(place, read):
    missing = read().missing

    assert set(missing) == {place.commune, place.other, place.department}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("12 lượt", Fault.TEXT),
        ("12", Fault.TEXT),
        (True, Fault.TEXT),
        (-1, Fault.NEGATIVE),
        (2.5, Fault.FRACTION),
        (1e16, Fault.TOO_LARGE),
        ("=1+1", Fault.FORMULA),
        (datetime.date(2025, 3, 1), Fault.DATE),
        (None, Fault.MISSING),
    ],
)
def test_a_bad_cell_is_told_with_its_place(read, sheet, place, value, fault):
    def spoil(page):
        filled.cell_of(page, "TCD02").value = value

    (one,) = read(sheet(place.commune, every=0, change=spoil)).files

    (wrong,) = one.wrong
    assert (wrong.code, wrong.fault) == ("TCD02", fault)
    assert (wrong.row, wrong.column) == (10, 3)
    assert "TCD02" not in {good.code for good in one.good}


def test_nothing_happened_is_a_stated_zero(read, sheet, place):
    (one,) = read(sheet(place.commune, amounts={"TCD01": " Không phát sinh "})).files

    (good,) = one.good
    assert (good.amount, good.nothing) == (Decimal(0), True)


def test_a_sum_that_does_not_hold_is_not_taken(read, sheet, place):
    (one,) = read(whole(sheet, place.commune, GQ05=9)).files

    assert {(w.code, w.fault) for w in one.wrong} == {
        (code, Fault.RULE) for code in ("GQ01", "GQ03", "GQ05")
    }
    assert {w.rule for w in one.wrong} == {"GQ05 = GQ01 + GQ03"}
    assert not {"GQ01", "GQ03", "GQ05"} & {good.code for good in one.good}


def test_an_unknown_and_a_doubled_code_are_told(read, sheet, place):
    def spoil(page):
        page.append(["TCD01", "", "", 4])
        page.append(["ABC99", "", "", 4])

    (one,) = read(
        whole(sheet, place.commune) and sheet(place.commune, every=0, change=spoil)
    ).files

    assert [(w.code, w.fault) for w in one.wrong] == [
        ("TCD01", Fault.TWICE),
        ("ABC99", Fault.UNKNOWN),
    ]


def write_head(**said):
    def spoil(page):
        rows = {"sheet": 4, "period": 5, "unit": 6, "name": 7}
        for key, value in said.items():
            page.cell(rows[key], 2).value = value

    return spoil


@pytest.mark.parametrize(
    ("head", "means"),
    [
        ({"unit": "t1.1", "name": None}, "commune"),
        ({"unit": None, "name": "ĐƠN VI t1.1"}, "commune"),
        ({"unit": None, "name": "Tên cũ"}, "commune"),
        ({"unit": "T1.1", "name": "ten  cu"}, "commune"),
    ],
)
def test_a_unit_is_known_by_code_name_or_former_name(place, read, sheet, head, means):
    former = Unit.objects.create(
        code="T0",
        name="Xã Tên Cũ",
        level=Level.COMMUNE,
        kind=Kind.TERRITORY,
        valid_to=datetime.date(2025, 6, 30),
    )
    UnitChange.objects.create(
        kind=ChangeKind.RENAME,
        on=datetime.date(2025, 7, 1),
        from_unit=former,
        to_unit=place.commune,
        decision="1/NQ",
    )

    (one,) = read(sheet(every=0, change=write_head(**head))).files

    assert one.unit == getattr(place, means)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ({"unit": "Z9"}, "Z9"),
        ({"unit": None, "name": None}, "mã đơn vị"),
        ({"unit": "T1.1", "name": "Đơn vị T1.2"}, "khác nhau"),
        ({"unit": "T1.1.CA", "name": None}, "T1.1.CA"),
        ({"period": "2025-q2"}, "Quý II/2025"),
        ({"period": None}, "kỳ nào"),
        ({"sheet": "government"}, "government"),
    ],
)
def test_a_file_of_something_else_is_refused_with_the_reason(
    read, sheet, place, head, words
):
    (one,) = read(sheet(place.commune, every=0, change=write_head(**head))).files

    assert words in one.problem
    assert one.good == ()


def test_a_merged_unit_is_sent_to_its_successor(place, read, sheet):
    former = Unit.objects.create(
        code="T0", name="Xã Gộp", level=Level.COMMUNE, kind=Kind.TERRITORY
    )
    UnitChange.objects.create(
        kind=ChangeKind.MERGE,
        on=datetime.date(2025, 7, 1),
        from_unit=former,
        to_unit=place.commune,
        decision="1/NQ",
    )

    (one,) = read(sheet(every=0, change=write_head(unit=None, name="Xã Gộp"))).files

    assert place.commune.name in one.problem


def test_two_different_files_of_a_unit_cancel_each_other_out(place, read, sheet):
    found = read(whole(sheet, place.commune), whole(sheet, place.commune, XLD01=8))

    assert [bool(one.problem) for one in found.files] == [True, True]
    assert found.figures == 0
    assert place.commune not in found.missing


def test_the_same_bytes_twice_count_once(place, read, sheet):
    data = whole(sheet, place.commune)

    found = read(data, data)

    assert [one.again for one in found.files] == [False, True]
    assert found.figures == len(filled.codes())


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04nonsense", b"%PDF-1.7", b"<html>", b"\xd0\xcf\x11\xe0" * 50],
)
def test_a_file_the_gate_refuses_leaves_the_others_alone(place, read, sheet, data):
    found = read(data, whole(sheet, place.commune))

    assert found.files[0].problem
    assert [one.unit for one in found.taken] == [place.commune]


def signed(unit, amount):
    submission = Submission.objects.create(
        unit=unit,
        sheet=filled.SHEET.id,
        period=spans.used(filled.PERIOD),
        start=filled.PERIOD.start,
        end=filled.PERIOD.end,
        stage=Stage.SIGNED,
    )
    step = Step.objects.create(
        submission=submission, action=Action.SIGN, at_unit=unit, by="Post", at=NOW
    )
    for code in ("TCD01", "TCD02"):
        Line.objects.create(step=step, code=code, amount=amount)


def test_what_the_unit_signed_itself_stands_beside(place, read, sheet):
    signed(place.commune, 3)

    (one,) = read(sheet(place.commune, amounts={"TCD01": 4, "TCD02": 3})).files

    (differs,) = one.differs
    assert (differs.code, differs.amount, differs.signed) == ("TCD01", 4, 3)


def take(place, found, by, reason=""):
    return gather_services.take_in(
        units={unit.pk: unit for unit in found.expected.units},
        sheet=filled.SHEET,
        period=filled.PERIOD,
        some=gather_services.figures(found),
        reason=reason,
        by=by,
        now=timezone.now(),
    )


def test_figures_are_taken_in_with_the_place_they_stood_at(
    place, provincial, read, sheet
):
    found = read(whole(sheet, place.commune))

    taken = take(place, found, provincial.by)

    assert (taken.new, taken.same) == (len(filled.codes()), 0)
    value = Value.objects.get(unit=place.commune, code="TCD02")
    assert value.provenance == Provenance.IMPORTED
    assert value.evidence["row"] == 11
    assert value.evidence["column"] == "D"
    assert value.evidence["file"] == found.files[0].sha256
    assert Entry.objects.filter(action="values.gather").count() == 1


def test_the_same_file_twice_makes_no_double(place, provincial, read, sheet):
    found = read(whole(sheet, place.commune))
    take(place, found, provincial.by)

    again = take(place, found, provincial.by)

    assert (again.new, again.same) == (0, len(filled.codes()))
    assert Value.objects.count() == len(filled.codes())
    assert Entry.objects.filter(action="values.gather").count() == 1


def test_a_correction_needs_a_reason_and_keeps_what_stood(
    place, provincial, read, sheet
):
    take(place, read(whole(sheet, place.commune)), provincial.by)
    corrected = read(whole(sheet, place.commune, XLD01=8))

    refused = take(place, corrected, provincial.by)
    assert (refused.new, list(refused.unreasoned)) == (0, [place.commune])
    taken = take(place, corrected, provincial.by, "Xã gửi tệp sửa")

    assert taken.new == 1
    kept = Value.objects.filter(code="XLD01").order_by("id")
    assert [value.amount for value in kept] == [0, 8]


def test_the_gathered_workbook_adds_up_and_marks_who_is_missing(
    place, provincial, read, sheet
):
    found = read(
        whole(sheet, place.commune, XLD01=4),
        sheet(place.other, amounts={"XLD01": 5}),
    )
    take(place, found, provincial.by)

    (_n, _t, _l, rows), faults = xlsx.grids(
        gather_sheets.workbook(filled.expected(place.province))
    )

    codes = next(row for row in rows if "XLD01" in row)
    at, other = codes.index("XLD01"), codes.index("XLD02")
    by_code = {row[0]: row for row in rows if row[0]}
    assert (by_code["T1.1"][at], by_code["T1.2"][at]) == (4.0, 5.0)
    assert (by_code["T1.1"][other], by_code["T1.2"][other]) == (0.0, "")
    assert (rows[-2][at], rows[-2][other]) == (9.0, 0.0)
    assert (rows[-1][at], rows[-1][other]) == ("2/3", "1/3")
    told = {row[0]: row for row in faults[3]}
    assert told["T1.SNV"][5] == "Chưa có số liệu nào của đơn vị này"
    assert "XLD02" in told["T1.2"][4]


def test_reading_asks_the_database_but_once_for_many_files(
    place, sheet, django_assert_num_queries
):
    uploads = [
        Upload("a.xlsx", whole(sheet, place.commune)),
        Upload("b.xlsx", whole(sheet, place.other)),
    ]
    expected = filled.expected(place.province)

    with django_assert_num_queries(1):
        gathering.read(uploads, expected)


def test_who_is_expected_takes_two_queries(place, django_assert_num_queries):
    with django_assert_num_queries(2):
        filled.expected(place.province)
