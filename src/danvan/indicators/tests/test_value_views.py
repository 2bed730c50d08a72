"""The pages of values: who sees them, what they show, what they keep."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import standing, valuing
from danvan.indicators.models import Choice, Provenance, Value
from danvan.indicators.tests.conftest import letter
from danvan.indicators.tests.test_valuing import BY, NOW, QUARTER, cell, say
from danvan.readers import xlsx
from danvan.reports import services as reports

TODAY = datetime.date(2025, 9, 20)
TEXT = "Trong quý III, xã đã tổ chức 41 cuộc đối thoại. Sau đó tiếp 12 lượt công dân."


@pytest.fixture
def report(place):
    return reports.receive(
        data=TEXT.encode(), name="bao-cao.txt", unit=place.commune, by=BY, now=NOW
    ).report


def address(unit, code="DT01", name="value", period=QUARTER, **more):
    place = {"unit": unit.pk, "period": period.key, "code": code}
    return reverse(f"indicators:{name}", kwargs=place | more)


def page(who, *args, status=200, **more):
    response = who.client.get(address(*args, **more))
    assert response.status_code == status
    return response.content.decode()


def reported(place, report, amount="41", start=None):
    start = TEXT.index("41") if start is None else start
    return say(
        place.commune,
        amount,
        Provenance.REPORTED,
        code="DT01",
        origin=str(report.pk),
        evidence={
            "report": str(report.pk),
            "figure": "f1",
            "start": start,
            "end": start + 2,
        },
    )


def test_a_cell_shows_the_sentence_with_its_figure_marked(place, compiler, report):
    reported(place, report)

    text = page(compiler, place.commune)

    assert "xã đã tổ chức <mark>41</mark> cuộc đối thoại." in text
    assert "tiếp 12 lượt" not in text
    assert f"{reverse('reports:detail', args=[report.pk])}#f1" in text


def test_a_cell_shows_a_figure_whose_report_is_not_here(place, compiler):
    say(place.commune, 41, Provenance.REPORTED, code="DT01")

    assert "41" in page(compiler, place.commune)


def test_who_may_not_see_the_report_sees_no_sentence(place, provincial, report):
    reported(place, report)

    text = page(provincial, place.commune)

    assert "<mark>" not in text
    assert "41" in text


def test_a_counted_value_leads_to_its_records(place, person):
    both = person(place.commune, Role.REPORT_COMPILER, Role.PETITION_CLERK)
    letter(place.commune)
    valuing.count(unit=place.commune, period=QUARTER, codes=["XLD01"], by=BY, now=NOW)

    assert address(place.commune, "XLD01", "value-behind") in page(
        both, place.commune, "XLD01"
    )
    assert "/petitions/" in page(both, place.commune, "XLD01", "value-behind")


def test_an_entered_value_says_who_and_why(place, compiler):
    response = compiler.client.post(
        address(place.commune, name="value-enter"),
        {"value": "1.234", "reason": "sổ theo dõi"},
    )

    assert response.status_code == 302
    assert cell(place.commune, "DT01").amount == 1234
    text = page(compiler, place.commune)
    assert "sổ theo dõi" in text
    assert compiler.user.label in text
    assert "1.234" in text


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"value": "", "reason": "x"}, "value"),
        ({"value": "3", "reason": " "}, "reason"),
        ({"value": "3", "nothing": "on", "reason": "x"}, "value"),
        ({"value": "3,5", "reason": "x"}, "value"),
        ({"value": "ba", "reason": "x"}, "value"),
    ],
)
def test_a_value_that_cannot_be_kept_is_said_to_be_wrong(place, compiler, given, error):
    response = compiler.client.post(address(place.commune, name="value-enter"), given)

    assert response.status_code == 400
    assert error in response.context["enter"].errors
    assert not Value.objects.exists()


def test_nothing_to_report_is_one_tick_and_no_empty_cell(place, compiler):
    compiler.client.post(
        address(place.commune, name="value-enter"),
        {"value": "", "nothing": "on", "reason": "cả quý không có"},
    )

    found = cell(place.commune, "DT01")
    assert found.chosen.nothing
    assert found.amount == 0


def test_a_share_keeps_the_digits_it_was_typed_with(place, compiler):
    compiler.client.post(
        address(place.commune, "DVK12", "value-enter"),
        {"value": "93,10", "reason": "báo cáo"},
    )

    assert Value.objects.get().evidence == {"step": "0.01"}


def test_choosing_with_a_reason_settles_the_difference(place, compiler, report):
    say(place.commune, 40, code="DT01")
    value = reported(place, report)
    assert cell(place.commune, "DT01").differs

    compiler.client.post(
        address(place.commune, name="value-choose"),
        {"value": value.pk, "reason": "báo cáo đã ký"},
    )

    assert cell(place.commune, "DT01").amount == 41
    assert not cell(place.commune, "DT01").differs
    assert "báo cáo đã ký" in page(compiler, place.commune)


@pytest.mark.parametrize(
    "given", [{"reason": "x"}, {"value": "9999999", "reason": "x"}]
)
def test_a_choice_names_a_value_of_the_cell(place, compiler, given):
    say(place.commune, 40, code="DT01")

    response = compiler.client.post(address(place.commune, name="value-choose"), given)

    assert response.status_code == 400
    assert not Choice.objects.exists()


def test_a_value_is_taken_back_with_a_reason(place, compiler):
    value = say(place.commune, 40, code="DT01")
    back = address(place.commune, name="value-take-back", pk=value.pk)

    assert compiler.client.get(back).status_code == 200
    assert compiler.client.post(back, {"reason": ""}).status_code == 400
    compiler.client.post(back, {"reason": "nhầm đơn vị"})

    assert cell(place.commune, "DT01") == standing.EMPTY
    assert "nhầm đơn vị" in page(compiler, place.commune)
    assert compiler.client.get(back).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("value-enter", {"value": "3", "reason": "x"}),
        ("value-choose", {"value": "1", "reason": "x"}),
    ],
)
def test_a_neighbours_cell_does_not_exist(place, neighbour, name, data):
    say(place.commune, 40, code="DT01")

    page(neighbour, place.commune, status=404)
    page(neighbour, place.commune, name="value-behind", status=404)
    response = neighbour.client.post(address(place.commune, name=name), data)
    assert response.status_code == 404


def test_the_provinces_compiler_reads_a_communes_cell_and_leaves_it_alone(
    place, provincial
):
    say(place.commune, 40, code="DT01")

    assert "value-enter" not in page(provincial, place.commune)
    response = provincial.client.post(
        address(place.commune, name="value-enter"), {"value": "3", "reason": "x"}
    )
    assert response.status_code == 404
    page(provincial, place.province)


@pytest.mark.parametrize(
    ("code", "key"), [("ZZ99", "2025-q3"), ("TT10", "2025-q3"), ("DT01", "2025-q9")]
)
def test_what_is_no_cell_does_not_exist(place, compiler, code, key):
    found = compiler.client.get(f"/forms/values/{place.commune.pk}/{key}/{code}/")

    assert found.status_code == 404


def test_a_ratio_shows_what_it_is_worked_out_from(place, compiler):
    say(place.commune, 150, code="GQ01")
    say(place.commune, 156, code="XLD06")

    text = page(compiler, place.commune, "GQ02")

    assert "96,154" in text
    assert address(place.commune, "XLD06") in text


def test_a_cell_costs_few_queries(
    place, compiler, report, django_assert_max_num_queries
):
    client = compiler.client
    reported(place, report)
    client.get(address(place.commune))
    with django_assert_max_num_queries(22):
        client.get(address(place.commune))


def test_the_list_counts_and_finds(place, compiler):
    letter(place.commune)
    base = reverse("indicators:values")
    query = f"?unit={place.commune.pk}&period={QUARTER.key}"

    count = reverse("indicators:values-count", args=[place.commune.pk, QUARTER.key])
    assert compiler.client.post(count, follow=True).status_code == 200

    text = compiler.client.get(f"{base}{query}&show=filled").content.decode()
    assert address(place.commune, "XLD01") in text
    assert address(place.commune, "TX01") not in text
    text = compiler.client.get(f"{base}{query}&q=cu tri").content.decode()
    assert address(place.commune, "TX01") in text
    assert address(place.commune, "XLD01") not in text


@pytest.mark.parametrize("unit", ["x", "999999999999", "0"])
def test_a_list_of_nobodys_unit_does_not_exist(place, compiler, unit):
    response = compiler.client.get(reverse("indicators:values"), {"unit": unit})

    assert response.status_code == 404


def test_the_list_is_saved_as_a_workbook(place, compiler):
    say(place.commune, "93.10", code="DVK12")
    query = {"unit": place.commune.pk, "period": QUARTER.key, "show": "filled"}

    sent = compiler.client.get(reverse("indicators:values-xlsx"), query)

    (_title, _top, _left, grid), *_ = xlsx.grids(sent.content)
    assert [row[0] for row in grid][-1] == "DVK12"
    assert grid[-1][3] == 93.1


def years(unit, amounts):
    for year, amount in amounts.items():
        valuing.record(
            unit=unit,
            period=periods.by_key(f"g{year}-year"),
            code="DT01",
            amount=Decimal(amount),
            provenance=Provenance.ENTERED,
            by=BY,
            now=NOW,
        )


def test_the_fields_of_both_forms_of_a_cell_have_ids_of_their_own(
    place, compiler, report
):
    reported(place, report)
    say(place.commune, "43", code="DT01")

    text = page(compiler, place.commune)

    ids = re.findall(r'\bid="([^"]+)"', text)
    assert "choose_reason" in ids
    assert [one for one in ids if ids.count(one) > 1] == []


def test_an_indicator_over_time_is_a_chart_and_a_table(place, compiler):
    years(place.commune, {2022: 5, 2023: 8, 2024: 6})
    say(place.commune, 3, code="DT01")
    there = reverse("indicators:over-time", args=[place.commune.pk, "DT01"])

    text = compiler.client.get(there).content.decode()

    assert text.count("dv-chart__bar") == 3
    assert text.index("Năm 2024</a>") < text.index("Năm 2022</a>")
    assert "−2" in text
    quarters = compiler.client.get(f"{there}?kind=inspectorate quarter")
    assert "dv-chart__bar" not in quarters.content.decode()
    sent = compiler.client.get(f"{there}values.xlsx?kind=government year")
    (_title, _top, _left, grid), *_ = xlsx.grids(sent.content)
    assert [row[3] for row in grid[-3:]] == [6, 8, 5]


def test_nobody_sees_over_time_what_he_may_not_read(place, neighbour):
    there = reverse("indicators:over-time", args=[place.commune.pk, "DT01"])

    assert neighbour.client.get(there).status_code == 404
    assert neighbour.client.get(f"{there}values.xlsx").status_code == 404
