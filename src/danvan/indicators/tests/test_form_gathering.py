"""Official sheets of units become one: by their row of codes, with sums worked out."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.core.indicators.filled_cells import Fault
from danvan.indicators import export, form_gathering
from danvan.indicators.gathering import Upload
from danvan.indicators.grid import Line
from danvan.indicators.tests import filled
from danvan.indicators.tests.conftest import form
from danvan.readers import xlsx

FORM = "01-tcd-2024"


def official(unit_name, amount=2, spoil=None, period=filled.PERIOD):
    """The sheet a unit sends: each typed column has the amount, sums add up."""
    known = form(FORM)
    typed = {
        c.number: Decimal(amount)
        for c in known.columns
        if not c.is_derived and not c.is_note
    }
    for column in known.columns:
        if column.is_derived:
            typed[column.number] = sum((typed[p] for p in column.parts), Decimal(0))
    values = ["ghi chú" if c.is_note else typed[c.number] for c in known.columns]
    body = export.official(known, period, [Line(unit_name, values)])
    if spoil is None:
        return body
    book = openpyxl.load_workbook(io.BytesIO(body))
    spoil(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(place, *bodies):
    uploads = [Upload(f"xa-{n}.xlsx", body) for n, body in enumerate(bodies)]
    expected = filled.expected(place.province)
    return form_gathering.read(uploads, form(FORM), filled.PERIOD, expected)


def row_of(page, name):
    return next(r for r in page.iter_rows() if r[0].value == name)


def test_a_form_of_the_house_is_read_back_whole(place):
    found = read(place, official(place.commune.name))

    (row,) = found.rows
    assert (row.unit, list(row.wrong)) == (place.commune, [])
    assert set(row.values) == {c.number for c in form(FORM).columns if not c.is_note}
    assert place.other in found.missing


def test_units_are_added_up_and_the_missing_one_is_marked(place):
    found = read(place, official(place.commune.name, 2), official(place.other.name, 5))

    expected = filled.expected(place.province)
    lines = form_gathering.lines(form(FORM), found, expected)
    ((_n, _t, _l, rows),) = xlsx.grids(
        export.official(form(FORM), filled.PERIOD, lines)
    )

    total = next(row for row in rows if row[0] == "TỔNG CỘNG")
    first = next(n for n, c in enumerate(form(FORM).columns, 1) if not c.is_derived)
    assert total[first] == 7.0
    assert [row[0] for row in rows if str(row[0]).endswith("(thiếu)")]


def test_a_sum_that_does_not_hold_is_told_and_worked_out_anew(place):
    derived = next(c for c in form(FORM).columns if c.is_derived)
    at = [c.number for c in form(FORM).columns].index(derived.number) + 1

    def spoil(page):
        row_of(page, place.commune.name)[at].value = 999

    (row,) = read(place, official(place.commune.name, spoil=spoil)).rows

    assert [(w.code, w.fault) for w in row.wrong] == [(derived.number, Fault.RULE)]
    assert row.values[derived.number] == 2 * len(derived.parts)


def test_words_for_a_number_are_told_with_their_cell(place):
    first = next(n for n, c in enumerate(form(FORM).columns, 1) if not c.is_derived)

    def spoil(page):
        row_of(page, place.commune.name)[first].value = "hai"

    (row,) = read(place, official(place.commune.name, spoil=spoil)).rows

    assert Fault.TEXT in {wrong.fault for wrong in row.wrong}


def test_a_unit_that_comes_twice_counts_once(place):
    found = read(place, official(place.commune.name), official(place.commune.name, 3))

    assert len(found.rows) == 1
    ((name, why),) = found.problems
    assert name == "xa-1.xlsx"
    assert "xa-0.xlsx" in why


@pytest.mark.parametrize(
    "body", [b"", b"PK\x03\x04x", filled.saved_empty(), b"%PDF-1.7"]
)
def test_what_is_no_such_sheet_is_told_and_the_others_are_read(place, body):
    found = read(place, body, official(place.commune.name))

    assert [name for name, _why in found.problems] == ["xa-0.xlsx"]
    assert len(found.rows) == 1


def test_a_sheet_of_other_days_is_not_taken(place):
    from danvan.core.calendar import periods

    other = periods.by_key("2025-q2")

    found = read(place, official(place.commune.name, period=other))

    assert not found.rows
    assert "15/06/2025" in found.problems[0][1] or "15/03/2025" in found.problems[0][1]


def test_files_go_in_and_one_official_sheet_comes_out(place, provincial):
    browser = provincial.client
    address = f"/forms/gather/forms/?period={filled.PERIOD.key}&form={FORM}"
    upload = SimpleUploadedFile("xa.xlsx", official(place.commune.name))

    looked = browser.post(address, {"sheets": [upload]})
    page = looked.content.decode()
    assert "Đơn vị đã có: 1 / 3" in page
    sealed = looked.context["take"].initial["seen"]
    answer = browser.post(address.replace("/?", "/sheet/?"), {"seen": sealed})

    ((_n, _t, _l, rows),) = xlsx.grids(answer.content)
    assert place.commune.name in [row[0] for row in rows]


def test_a_period_without_a_known_form_says_so(provincial):
    answer = provincial.client.get("/forms/gather/forms/?period=2026-q3")

    assert answer.status_code == 200
    assert "dv-empty" in answer.content.decode()


def test_a_sheet_is_made_only_of_what_was_looked_at(place, provincial):
    address = f"/forms/gather/forms/sheet/?period={filled.PERIOD.key}&form={FORM}"

    answer = provincial.client.post(address, {"seen": "x"})

    assert answer.status_code == 422
