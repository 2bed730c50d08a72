"""Sheets as communes send them: the empty one of the house, filled in by openpyxl."""

import io

import openpyxl

from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.indicators import gather_sheets, gather_units

PERIOD = periods.by_key("2025-q3")
SHEET = chains.by_id("inspectorate")


def codes(level="commune"):
    """Return the codes that a unit of a level fills in."""
    return gather_units.codes(SHEET, PERIOD, level)


def expected(place, period=PERIOD, sheet=SHEET):
    return gather_units.expected(place, sheet, period)


def workbook(place, unit=None, amounts=None, every=None, period=PERIOD, change=None):
    """Return the bytes of the sheet: ``every`` figure, but those of ``amounts``.

    ``change`` is called with the sheet, to spoil it.
    """
    book = openpyxl.load_workbook(
        io.BytesIO(gather_sheets.blank(expected(place, period), unit))
    )
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=10):
        code = row[0].value
        if amounts and code in amounts:
            row[3].value = amounts[code]
        elif every is not None:
            row[3].value = every
    if change:
        change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(page, code):
    """Return the cell with the figure of a code."""
    return next(row[3] for row in page.iter_rows(min_row=10) if row[0].value == code)


def saved_empty():
    """Return a workbook with nothing in it."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()
