"""A report's figures become values: what is certain, what a person confirms."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import errors, matching, taking
from danvan.indicators.matching import Doubt
from danvan.indicators.models import Value
from danvan.indicators.taking import Taken
from danvan.indicators.tests.test_valuing import BY, NOW
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit, UnitChange
from danvan.reports import demo
from danvan.reports import services as reports
from danvan.reports.models import Figure

TODAY = datetime.date(2026, 7, 1)
YEAR = periods.by_key("g2024-year")
TEXT = """BÁO CÁO công tác dân vận chính quyền năm 2024 của tỉnh Thử

Trong năm 2024, các cấp đã tiếp 3.235 lượt công dân (tiếp thường xuyên là 2.666 lượt).

Đại biểu tiếp xúc cử tri ở huyện Đông Hải được 192 cuộc.

Thành phố trễ hạn 09 hồ sơ tại bộ phận một cửa, có 206 hồ sơ trễ hạn trên phần mềm.

Trong 6 tháng đầu năm 2023, cả tỉnh đăng ký 12 mô hình “Dân vận khéo”.
"""


@pytest.fixture
def former(place):
    """A province that ended, with a district; the commune stands in its successor."""

    def unit(code, name, level, parent=None):
        return Unit.objects.create(
            code=code,
            name=name,
            level=level,
            kind=Kind.TERRITORY,
            parent=parent,
            valid_to=datetime.date(2025, 6, 30),
            folded="",
        )

    province = unit("FT", "Tỉnh Thử", Level.PROVINCE)
    unit("FT.1", "Huyện Đông Hải", Level.DISTRICT, province)
    UnitChange.objects.create(
        kind="merge",
        on=datetime.date(2025, 7, 1),
        from_unit=province,
        to_unit=place.province,
        share=1,
        decision="1/NQ",
    )
    return province


@pytest.fixture
def report(place, former):
    received = reports.receive(
        data=TEXT.encode(), name="nam-2024.txt", unit=place.commune, by=BY, now=NOW
    )
    return received.report


@pytest.fixture
def figures(report):
    return {f.text: f for f in Figure.objects.filter(report=report)}


def proposed(figures, unit, **more):
    made = matching.proposals(list(figures.values()), unit, YEAR, **more)
    return {one.figure.text: one for one in made}


def test_a_figure_the_reader_knows_with_its_period_is_certain(figures, former):
    found = proposed(figures, former)

    assert (found["3.235"].code, found["3.235"].unit) == ("TCD01", former)
    assert found["3.235"].period == YEAR
    assert found["3.235"].certain


def test_a_figure_of_a_unit_below_is_proposed_for_it_and_to_be_confirmed(
    figures, former
):
    found = proposed(figures, former)["192"]

    assert (found.code, found.unit.name) == ("TX01", "Huyện Đông Hải")
    assert Doubt.UNIT in found.doubts


def test_a_figure_of_another_period_is_to_be_confirmed(figures, former):
    found = proposed(figures, former, confirmed=True)["12"]

    assert found.period.key == "g2023-6m"
    assert Doubt.PERIOD in found.doubts


def test_what_the_reader_does_not_know_is_left_to_the_person(figures, former):
    unknown = [p for p in proposed(figures, former).values() if not p.code]

    assert all(p.doubts[0] is Doubt.UNKNOWN for p in unknown)


def test_a_figure_without_a_period_is_of_the_reports_once_that_was_confirmed(
    place, figures, former
):
    bare = Figure(key="f1", text="5", value=5, unit="cuộc", indicator="TX01", more={})

    (doubtful,) = matching.proposals([bare], former, YEAR)
    (certain,) = matching.proposals([bare], former, YEAR, confirmed=True)

    assert doubtful.doubts == (Doubt.PERIOD,)
    assert certain.certain


def test_two_figures_of_one_cell_that_contradict_each_other_are_both_doubtful(former):
    both = [
        Figure(
            key=f"f{n}", text=str(n), value=n, unit="hồ sơ", indicator="HS03", more={}
        )
        for n in (9, 206)
    ]

    made = matching.proposals(both, former, YEAR, confirmed=True)

    assert [p.doubts for p in made] == [(Doubt.TWICE,), (Doubt.TWICE,)]


@pytest.mark.parametrize(
    ("text", "unit", "scale", "code", "doubt"),
    [
        ("0,04", "%", 1, "HS03", Doubt.DIMENSION),
        ("85", "hồ sơ", 1, "HS05", Doubt.DIMENSION),
        ("798", "đơn", 1, "GQ08", Doubt.KIND),
        ("3,6", "đồng", 10**9, "AS04", None),
    ],
)
def test_a_share_for_a_count_is_to_be_confirmed(former, text, unit, scale, code, doubt):
    figure = Figure(
        key="f1",
        text=text,
        value=Decimal(text.replace(",", ".")),
        unit=unit,
        scale=Decimal(scale),
        indicator=code,
        more={},
    )
    (found,) = matching.proposals([figure], former, YEAR, confirmed=True)

    assert found.doubts == ((doubt,) if doubt else ())


def test_a_report_of_a_former_unit_is_guessed_to_be_of_that_unit(
    report, figures, place
):
    units = list(Unit.objects.all())
    rows = list(figures.values())

    period = matching.period_of(report, rows, TODAY)
    unit = matching.unit_of(report, rows, units, period.end)

    assert (period.key, unit.code) == ("g2024-year", "FT")


def take(report, *cells, **more):
    by = system("T1.1")
    return taking.take(
        report=report,
        taken=[Taken(figure, unit, YEAR, code) for figure, unit, code in cells],
        by=by,
        now=NOW,
        **more,
    )


def test_a_value_keeps_the_report_the_figure_and_its_place(report, figures, former):
    take(report, (figures["3.235"], former, "TCD01"))

    value = Value.objects.get()
    assert (value.amount, value.origin) == (3235, str(report.pk))
    place = value.evidence
    assert TEXT[place["start"] : place["end"]] == "3.235"
    assert place["figure"] == figures["3.235"].key


def test_a_report_taken_in_again_makes_no_doubles(report, figures, former):
    take(report, (figures["3.235"], former, "TCD01"))
    lines = Entry.objects.count()

    take(report, (figures["3.235"], former, "TCD01"))

    assert Value.objects.count() == 1
    assert Entry.objects.count() == lines


def test_two_counts_of_one_report_are_two_indicators_and_not_one(
    report, figures, former
):
    nine, many = figures["09"], figures["206"]
    with pytest.raises(taking.SaidTwice) as twice:
        take(report, (nine, former, "HS03"), (many, former, "HS03"))
    assert twice.value.figures == (nine, many)
    assert not Value.objects.exists()

    take(report, (nine, former, "HS03"), (many, former, "HS07"))
    assert {v.code: v.amount for v in Value.objects.all()} == {"HS03": 9, "HS07": 206}


def test_taking_another_figure_for_the_same_cell_needs_a_reason(
    report, figures, former
):
    take(report, (figures["09"], former, "HS03"))

    with pytest.raises(errors.NoReason):
        take(report, (figures["206"], former, "HS03"))
    take(report, (figures["206"], former, "HS03"), reason="đọc nhầm câu")

    assert Value.objects.standing().get().amount == 206


def test_a_fall_is_kept_with_a_minus(report, figures, former):
    found = taking.take(
        report=report,
        taken=[Taken(figures["192"], former, YEAR, "TCD14", falls=True)],
        by=BY,
        now=NOW,
    )

    assert [v.amount for v in found.values()] == [-192]


# ----- The page -------------------------------------------------------------


def address(report, page=1):
    there = reverse("indicators:take-report", args=[report.pk])
    return f"{there}?page={page}" if page > 1 else there


def ticked(client, report, page=1):
    rows = client.get(address(report, page)).context["rows"]
    return {row.printed for row in rows if row.line.use}


def row_data(row, **more):
    key = row.key
    data = {
        f"code-{key}": row.code,
        f"unit-{key}": row.line.unit.pk,
        f"period-{key}": row.line.period.key,
    }
    if row.line.use:
        data[f"use-{key}"] = "1"
    return data | {f"{name}-{key}": value for name, value in more.items()}


def test_certain_lines_are_ticked_and_taken_in_one_step(
    report, former, compiler, place
):
    client = compiler.client
    assert ticked(client, report) == {"3.235", "2.666"}
    rows = client.get(address(report)).context["rows"]
    data = {k: v for row in rows for k, v in row_data(row).items()}

    answer = client.post(address(report), data | {"take": "1"}, follow=True)

    assert {v.code for v in Value.objects.all()} == {"TCD01", "TCD03"}
    assert {v.unit for v in Value.objects.all()} == {former}
    text = answer.content.decode()
    assert "<mark>3.235</mark>" in text


def test_a_line_is_matched_by_hand(report, former, compiler):
    client = compiler.client
    rows = client.get(address(report)).context["rows"]
    row = next(r for r in rows if r.printed == "206")
    data = row_data(row, use="1", code="hs07 – Hồ sơ trễ hạn trên phần mềm một cửa")

    client.post(address(report), data | {"take": "1"})

    assert [(v.code, v.amount) for v in Value.objects.all()] == [("HS07", 206)]


@pytest.mark.parametrize(
    ("name", "value"), [("code", "XX99"), ("unit", "1"), ("period", "c1-m1")]
)
def test_a_line_that_cannot_be_taken_is_marked_and_nothing_is_taken(
    report, compiler, name, value
):
    client = compiler.client
    rows = client.get(address(report)).context["rows"]
    row = next(r for r in rows if r.printed == "206")
    data = row_data(row, **{"use": "1", "code": "HS07", name: value})

    answer = client.post(address(report), data | {"take": "1"}, follow=True)

    assert not Value.objects.exists()
    (wrong,) = (r for r in answer.context["rows"] if r.wrong)
    assert wrong.printed == "206"


def test_what_was_ticked_stays_from_page_to_page(place, former, compiler):
    (report, *_) = (
        r
        for r in demo.fill(
            today=TODAY, units=[place.commune], actors={place.commune.pk: BY}
        )
        if r.source_name.startswith("002")
    )
    client = compiler.client
    client.post(
        address(report),
        {"head": "1", "unit": former.pk, "period": "g2017-year"},
    )
    first = client.get(address(report)).context["rows"]
    row = next(r for r in first if r.printed == "1.014")
    data = row_data(row, use="1", code="QT01") | {"page": "1", "next": "1"}

    answer = client.post(address(report), data, follow=True)

    assert answer.context["page"].number == 2
    assert "1.014" in ticked(client, report)
    assert ticked(client, report) == {"1.014"}
    client.post(address(report, 2), {"page": "5", "take": "1"})
    assert Value.objects.get(code="QT01").period.key == "g2017-year"
    assert client.get(address(report)).context["state"].unit == former


def test_contradicting_lines_are_told_of_and_nothing_is_taken(report, compiler):
    client = compiler.client
    rows = client.get(address(report)).context["rows"]
    data = {}
    for row in rows:
        if row.printed in ("09", "206"):
            data |= row_data(row, use="1", code="HS03", period="g2024-year")
            data |= {f"unit-{row.key}": rows[0].line.unit.pk}

    answer = client.post(address(report), data | {"take": "1"}, follow=True)

    assert not Value.objects.exists()
    said = [str(m) for m in answer.context["messages"]]
    assert "09" in said[0]
    assert "206" in said[0]


def test_a_report_of_another_unit_does_not_exist(report, neighbour):
    assert neighbour.client.get(address(report)).status_code == 404
    answer = neighbour.client.post(address(report), {"take": "1"})
    assert answer.status_code == 404


def test_the_reports_page_leads_here(report, compiler):
    there = reverse("reports:detail", args=[report.pk])

    assert address(report) in compiler.client.get(there).content.decode()


def test_a_page_costs_few_queries(report, compiler, django_assert_max_num_queries):
    client = compiler.client
    client.get(address(report))
    with django_assert_max_num_queries(22):
        client.get(address(report))


def went_into(place, pk, name):
    """Return a province that ended and went into ``place``."""
    gone = Unit.objects.create(
        id=pk,
        code=f"FT{pk}",
        name=name,
        level=Level.PROVINCE,
        kind=Kind.TERRITORY,
        valid_to=datetime.date(2025, 6, 30),
    )
    UnitChange.objects.create(
        kind="merge",
        on=datetime.date(2025, 7, 1),
        from_unit=gone,
        to_unit=place,
        share=1,
        decision="1/NQ",
    )
    return gone


def test_figures_of_a_former_province_are_given_where_it_went(report, place, compiler):
    elsewhere = Unit.objects.create(
        code="P7", name="Tỉnh Bảy", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    went_into(elsewhere, 987_653, "Tỉnh Xa")
    went_into(place.province, 987_652, "Tỉnh Gần")

    text = compiler.client.get(address(report)).content.decode()

    assert "Tỉnh Gần" in text
    assert "Tỉnh Xa" not in text


def test_numbers_of_units_are_sent_without_marks(report, place, compiler):
    """Ids above a thousand are no numbers to be written with a dot."""
    many = went_into(place.province, 987_654, "Tỉnh Xa")

    text = compiler.client.get(address(report)).content.decode()

    assert f'value="{many.pk}"' in text
    assert "987.654" not in text
