"""A form as the circular prints it, for the printer and for Excel."""

from collections.abc import Sequence
from decimal import Decimal

from danvan.core.calendar.periods import Period
from danvan.core.forms.form import Form
from danvan.indicators import grid, labels, selectors
from danvan.indicators.grid import Line
from danvan.indicators.selectors import Sheet
from danvan.writers import xlsx as writer

_TOTAL = {"vi": "TỔNG CỘNG", "en": "TOTAL"}
_UNIT = {"vi": "Đơn vị", "en": "Unit"}
_CODE = {"vi": "MS", "en": "Code"}
_FORM = {"vi": "Biểu số", "en": "Form"}


def sheet(sheet: Sheet) -> dict[str, object]:
    """Return the sheet's head, row of codes, rows and total, written for a reader."""
    lines = selectors.lines(sheet)
    language = labels.language()
    return {
        "heads": grid.heads(sheet.form, language),
        "codes": [column.printed for column in sheet.form.columns],
        "lines": [(line.label, [_shown(v) for v in line.values]) for line in lines],
        "total": [labels.shown(v) for v in grid.total(sheet.form, lines)],
    }


def _shown(value: Decimal | str | None) -> str:
    return labels.shown(value) if isinstance(value, Decimal) else value or ""


def xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as an Excel file."""
    return official(sheet.form, sheet.period, selectors.lines(sheet))


def official(form: Form, period: Period, lines: Sequence[Line]) -> bytes:
    """Return rows of a form with the official columns and their total as .xlsx."""
    return writer.workbook([official_sheet(form, period, lines)])


def official_sheet(form: Form, period: Period, lines: Sequence[Line]) -> writer.Sheet:
    """Return the same as one sheet of a workbook."""
    language = labels.language()
    rows = [(line.label, list(line.values)) for line in lines]
    rows.append((_TOTAL[language], list(grid.total(form, lines))))
    heads = [
        writer.Head(h.text, h.row, h.column + 1, h.rows, h.columns)
        for row in grid.heads(form, language)
        for h in row
    ]
    depth = len(grid.heads(form, language))
    return writer.Sheet(
        name=form.code.replace("/", "-"),
        above=[
            f"{_FORM[language]}: {form.code}",
            labels.say(form.title).upper(),
            f"{labels.period_name(period)}. {labels.period_days(period)}",
        ],
        heads=[writer.Head(_UNIT[language], 0, 0, depth, 1), *heads],
        codes=[_CODE[language], *(c.printed for c in form.columns)],
        rows=rows,
    )
