"""The figures that the five published reports print stand as values under their codes."""

import datetime
from decimal import Decimal

import pytest

from danvan.core.indicators import catalogue
from danvan.indicators import demo_values, standing, taking
from danvan.indicators.models import Bound, Provenance, Value
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit
from danvan.reports import demo
from danvan.reports.models import Figure

TODAY = datetime.date(2026, 7, 1)

# What a reader of the reports found in them, by indicator; a part has its own number.
PRINTED = """
QT01 1014 | QT02 29317 | QT03 1618 | QT04 106518 | QT05 4175 | QT06 100
TCD01 3235 2650 4101 | TCD02 3424 2716 | TCD03 2666 1977 3317 | TCD04 2835 2018
TCD05 569 673 784 | TCD06 589 698 | TCD07 3770 | TCD08 3105 | TCD09 665 | TCD10 3114
TCD11 3 22 | TCD12 264 | TCD13 20 | TCD14 -197 | TCD15 210 | TCD16 119
XLD01 3153 3108 2070 | XLD02 1333 | XLD03 737 | XLD04 -47 472 | XLD05 983
XLD06 156 3 | XLD07 29 1 | XLD08 798 | XLD10 2 | XLD11 60 | XLD13 22 | XLD14 1945
XLD15 933 | XLD16 94 | XLD17 10 | XLD18 58 | XLD19 92 | XLD20 123 | XLD21 52
GQ01 150 | GQ02 96.15 | GQ03 27 | GQ04 93.10 | GQ05 177 | GQ06 185 | GQ07 95.67
GQ08 798 | GQ09 100 | GQ10 3 | GQ11 98 | GQ12 54 | GQ13 9 | GQ15 2
DT01 6 | DT02 40 | DT03 3 | DT04 900 | DT05 6 | DT06 74 | DT07 65 | DT08 2658
TX01 192 | TX02 17449 | TX03 2439 | TX04 1989 | TX05 450
TT01 204 | TT02 221 | TT03 425 | TT04 1738 | TT05 1565 | TT06 94 | TT07 79 | TT08 66
TT09 97 | TT10a 298 | TT10b 146 | TT11a 96 | TT11b 31
MC01 19 | MC02 9 | MC03 106
HS01 20985 10128 | HS02 20900 10032 | HS03 85 9 | HS04 96 | HS05 0.04 | HS07 206
CB01 57 | CB02 100 | KT01 8 | KT02 31 | KT03 58
DVK01 162 | DVK02 2642 | DVK03 2391 | DVK04 697 | DVK05 1434 | DVK06 151 | DVK07 109
DVK12 50 | GS01 9 | GS02 5 | GS03 51 | GS04 162 | PB01 129 | PB02 2 | PB03 8 | PB04 119
DC01a 7 | DC01b 10 | DC02a 30 | DC02b 45
NTM01 85 | NTM02 24 | NTM03 23 | NTM04 4 | NTM05 26 | NTM06 31
AS01 5156 | AS02 1.327 | AS03 89 | AS04 3.6 | AS05 311.749 | AS06 363 | AS07 467
AS08 666 | AS09 33.001 | AS10 44763 | AS11 12.149 | AS12 7.65 | AS13 4.29
HT01a 23 | HT01b 23 | HT02a 7 | HT02b 7 | HT02c 6 | HT02d 7 | HT02e 1 | HT02f 3
HT03a 21 | HT03b 1 | HT04 15400 | HT05a 14100 | HT05b 38176 | HT06a 115299
HT06b 52603 | HT07a 8100 | HT07b 7503 | HT08a 23970 | HT08b 1064
HT09a 173.201 | HT09b 199.494 | HT10a 30.693 | HT10b 37.41
"""
# Not in the reports as a number, so no figure can be a value of it; all the others
# of the catalogue are not in the reports at all.
NO_FIGURE = {
    "XLD09": "the report says “còn lại”: it follows from two figures",
    "GQ14": "it follows from three figures, and the report says so of none",
    "HS06": "worked out by the reader of the report",
    "DVK08": "worked out by the reader of the report",
    "DVK09": "worked out by the reader of the report",
    "NTM07": "said by silence: no commune is left",
    "MC04a": "said in words",
    "MC04b": "said in words",
    "DVK11": "the models are named, not counted",
    "GS05": "the units are named, not counted",
    "GS06": "the units are named, not counted",
    "GS07": "the recommendations are listed, not counted",
    "QT07": "documents are listed, not counted",
    "QT10": "said in words",
    "HS04 0": "said in words (no dossier is left)",
    "HS03 0": "said in words (“không có hồ sơ trễ hạn”)",
}


def printed():
    for entry in PRINTED.replace("\n", "|").split("|"):
        code, *amounts = entry.split() or [""]
        yield from ((code, Decimal(amount)) for amount in amounts)


@pytest.fixture
def receiver(db):
    """The units of the reports, as they were, and an office that received them."""
    names = {p["unit"] for p in demo_values.published()["part"]}
    for code in sorted(n for n in names if "." not in n):
        Unit.objects.create(
            code=code,
            name=f"Đơn vị {code}",
            level=Level.PROVINCE if code[1] == "P" else Level.DISTRICT,
            kind=Kind.TERRITORY,
            valid_to=datetime.date(2025, 6, 30),
        )
    office = Unit.objects.create(
        code="P92.SNV", name="Sở Nội vụ", level=Level.PROVINCE, kind=Kind.DEPARTMENT
    )
    demo.fill(today=TODAY, units=[office])
    return office


@pytest.fixture
def values(receiver):
    demo_values.fill(unit=receiver, today=TODAY)
    return list(Value.objects.select_related("unit", "period"))


def test_every_printed_value_stands_under_its_code(values):
    stand = {(value.code, value.amount) for value in values}

    assert [p for p in printed() if p not in stand] == []
    assert len([*printed()]) >= 160


def test_what_has_no_figure_is_named_with_its_reason(values):
    codes = {value.code for value in values}
    named = {code for code in NO_FIGURE if " " not in code}

    assert named & codes == set()
    assert named <= set(catalogue.known())


def test_each_value_leads_to_its_figure_and_keeps_its_bound(values):
    figures = {
        (str(f.report_id), f.key): f for f in Figure.objects.select_related("report")
    }
    for value in values:
        place = value.evidence
        figure = figures[place["report"], place["figure"]]
        assert (place["start"], place["end"]) == (figure.start, figure.end)
        assert value.origin == place["report"]
        assert value.bound == figure.bound
        assert value.provenance == Provenance.REPORTED
    bounds = {v.code: v.bound for v in values}
    assert (bounds["DT07"], bounds["AS02"]) == (Bound.MIN, Bound.MIN)


def test_a_report_of_a_former_unit_goes_to_that_unit(values):
    provinces = {v.unit.code: v.period.key for v in values if v.code == "XLD01"}

    assert provinces["FP84"] == "g2017-year"
    assert not any(v.unit.valid_to is None for v in values)


def test_figures_taken_in_again_make_no_doubles(receiver, values):
    lines = Entry.objects.count()

    demo_values.fill(unit=receiver, today=TODAY)

    assert Value.objects.count() == len(values)
    assert Entry.objects.count() == lines


def test_what_does_not_add_up_in_print_is_found_beside_its_inputs(values):
    units = {v.unit_id for v in values}
    periods = {v.period.key: v.period.known for v in values}
    found = standing.cells(units, [*periods.values()], list(catalogue.known()))

    differing = {code for (_, _, code), cell in found.items() if cell.differs}

    assert differing == {"GQ07", "HS05", "HT10"}
    contradicted = {c.amount for (_, _, code), c in found.items() if code == "HS07"}
    assert contradicted == {206}  # beside HS03 = 9: two counts of two things


def test_no_figure_goes_to_a_code_that_measures_something_else(receiver):
    figures = {
        (f.report.source_name, f.key): f
        for f in Figure.objects.select_related("report")
    }
    doubts = {
        (code, taking.amount_of(figures[part["report"], key], code).doubt)
        for part in demo_values.published()["part"]
        for key, code in part["figures"].items()
    }

    assert {code for code, doubt in doubts if doubt == "dimension"} == set()
