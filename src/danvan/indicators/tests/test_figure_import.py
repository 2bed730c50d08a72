"""A sheet of figures: good rows are kept once, bad ones told with cell and reason."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import periods
from danvan.indicators import figure_rows, figure_sheet, standing
from danvan.indicators.figure_sheet import Unusable
from danvan.indicators.models import Provenance, Value
from danvan.journal.models import Entry
from danvan.readers import xlsx
from danvan.writers import typed

HEADS = ["Đơn vị", "Kỳ", "Chỉ tiêu *", "Số liệu *", "Ghi chú"]
QUARTER = periods.by_key("2025-q3")
ADDRESS = "indicators:values-import"


def sheet(*rows, heads=HEADS):
    return typed.workbook(name="Số liệu", above=["BẢNG"], heads=heads, rows=rows)


def send(who, data, todo="good", name="so-lieu.xlsx", **more):
    file = SimpleUploadedFile(name, data)
    given = {"unit": who.unit.pk, "period": "g2025-year", "todo": todo, "file": file}
    return who.client.post(reverse(ADDRESS), given | more)


def stands():
    found = Value.objects.standing().select_related("unit", "period")
    return {(v.unit.code, v.period.key, v.code): v.amount for v in found}


def problems(response):
    return {p.cell: p.reason for p in response.context["problems"]}


def test_rows_go_to_their_cell_with_the_place_they_were_read_at(place, compiler):
    data = sheet(
        ("", "", "TCD01", Decimal(12), ""),
        ("T1.1", "2025-q3", "DVK12 – Mức hoàn thành", Decimal("93.1"), "sổ"),
        ("Đơn vị T1.1", "", "tx01", "không phát sinh", ""),
    )

    response = send(compiler, data)

    assert response.context["made"] == 3
    assert stands() == {
        ("T1.1", "g2025-year", "TCD01"): 12,
        ("T1.1", "2025-q3", "DVK12"): Decimal("93.1"),
        ("T1.1", "g2025-year", "TX01"): 0,
    }
    value = Value.objects.get(code="DVK12")
    assert value.provenance == Provenance.IMPORTED
    assert (value.evidence["row"], value.evidence["column"]) == (4, "D")
    assert value.evidence["name"] == "so-lieu.xlsx"
    assert Value.objects.get(code="TX01").nothing


def test_a_column_may_be_named_by_the_code_of_an_indicator(place, compiler):
    data = sheet(("T1.1", Decimal(3), Decimal(4)), heads=["Đơn vị", "TCD01", "XLD01"])

    send(compiler, data)

    assert {key[2]: amount for key, amount in stands().items()} == {
        "TCD01": 3,
        "XLD01": 4,
    }


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_as_text_is_read_with_vietnamese_marks(place, compiler, mark):
    rows = [["Chỉ tiêu", "Số liệu"], ["TCD01", '"1.234"'], ["DVK12", '"93,10"']]
    data = "\n".join(mark.join(row) for row in rows).encode("utf-8-sig")

    send(compiler, data, name="so-lieu.csv")

    assert {key[2]: amount for key, amount in stands().items()} == {
        "TCD01": 1234,
        "DVK12": Decimal("93.1"),
    }


def test_the_same_file_twice_makes_no_doubles(place, compiler):
    data = sheet(("", "", "TCD01", Decimal(12), ""))
    send(compiler, data)
    lines = Entry.objects.count()

    response = send(compiler, data)

    assert response.context["made"] == 0
    assert response.context["known"] == 1
    assert Value.objects.count() == 1
    assert Entry.objects.count() == lines


def test_looking_keeps_nothing(place, compiler):
    response = send(compiler, sheet(("", "", "TCD01", Decimal(12), "")), todo="look")

    assert response.context["new"] == 1
    assert not Value.objects.exists()


BAD = sheet(
    ("", "", "TCD01", Decimal(12), ""),
    ("Xã Lạ", "", "TCD02", Decimal(1), ""),
    ("", "quý nào", "TCD03", Decimal(1), ""),
    ("", "", "ZZ99", Decimal(1), ""),
    ("", "", "TCD04", "mười", ""),
    ("", "", "TCD05", Decimal("1.5"), ""),
    ("", "", "TCD06", Decimal(-1), ""),
    ("", "", "TCD01", Decimal(13), ""),
    ("T1.2", "", "TCD01", Decimal(1), ""),
)


def test_each_bad_row_names_its_cell_the_reason_and_what_it_takes(place, compiler):
    response = send(compiler, BAD, todo="look")

    cells = ["A4", "B5", "C6", "D7", "D8", "D9", "D10", "A11"]
    assert [*problems(response)] == cells
    told = {p.cell: p.accepted for p in response.context["problems"]}
    assert "T1.1" in told["A4"]
    assert "g2025-year" in told["B5"]
    assert all(told[c] for c in ("C6", "D7", "D8", "D9"))


@pytest.mark.parametrize(("todo", "kept"), [("good", 1), ("all", 0)])
def test_only_good_rows_are_kept_or_none(place, compiler, todo, kept):
    send(compiler, BAD, todo=todo)

    assert Value.objects.count() == kept


def test_a_changed_figure_needs_a_note_and_corrects_the_earlier_one(place, compiler):
    send(compiler, sheet(("", "", "TCD01", Decimal(12), "")))

    silent = send(compiler, sheet(("", "", "TCD01", Decimal(13), "")))
    assert "E3" in problems(silent)
    send(compiler, sheet(("", "", "TCD01", Decimal(13), "đếm lại")))

    assert [v.amount for v in Value.objects.all()] == [12, 13]
    assert stands()["T1.1", "g2025-year", "TCD01"] == 13


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.xlsx"),
        (b"no workbook", "a.xlsx"),
        (b"x", "a.xls"),
        (b"\xff\xfe\x00", "a.csv"),
        ("Họ tên;Quê\nA;B".encode(), "a.csv"),
        (sheet(("x",), heads=["Tên"]), "a.xlsx"),
    ],
)
def test_what_is_no_sheet_of_figures_is_refused(place, compiler, data, name):
    response = send(compiler, data, name=name)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_empty_sheet_can_be_filled_in_and_read(place, compiler, language):
    client = compiler.client
    with translation.override(language):
        client.cookies["django_language"] = language
        body = client.get(reverse("indicators:values-sheet")).content
    (_title, _top, _left, grid), *_ = xlsx.grids(body)
    heads = [str(head) for head in grid[3]]

    filled = sheet(("T1.1", "2025-q3", "TCD01", Decimal(2), "sổ"), heads=heads)

    (entry,) = figure_sheet.read(filled, "đã điền.xlsx").entries
    assert (entry.unit, entry.period, entry.code) == ("T1.1", "2025-q3", "TCD01")
    assert (entry.value, entry.note) == (2, "sổ")


def test_what_was_imported_shows_its_file_row_and_column(place, compiler):
    send(compiler, sheet(("", "2025-q3", "TCD01", Decimal(12), "")))
    there = reverse("indicators:value", args=[place.commune.pk, QUARTER.key, "TCD01"])

    text = compiler.client.get(there).content.decode()

    assert "so-lieu.xlsx" in text
    found = standing.cells([place.commune.pk], [QUARTER], ["TCD01"])
    assert len(found) == 1


@given(st.decimals(0, 10**12, places=2))
def test_a_number_survives_being_written_the_vietnamese_way(number):
    text = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))

    assert figure_rows._written(text, "") == number


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data):
    for name in ("a.csv", "a.xlsx"):
        with suppress(Unusable):
            assert figure_sheet.read(data, name).entries
