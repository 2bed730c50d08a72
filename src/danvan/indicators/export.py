"""A form as the circular prints it, for the printer and for Excel."""

from decimal import Decimal

from danvan.indicators import grid, labels, selectors
from danvan.indicators.selectors import Sheet
from danvan.writers import xlsx as writer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    language = labels.language()
    lines = selectors.lines(sheet)
    rows = [(line.label, list(line.values)) for line in lines]
    rows.append((_TOTAL[language], list(grid.total(sheet.form, lines))))
    heads = [
        writer.Head(h.text, h.row, h.column + 1, h.rows, h.columns)
        for row in grid.heads(sheet.form, language)
        for h in row
    ]
    depth = len(grid.heads(sheet.form, language))
    return writer.table(
        name=sheet.form.code.replace("/", "-"),
        above=[
            f"{_FORM[language]}: {sheet.form.code}",
            labels.say(sheet.form.title).upper(),
            f"{labels.period_name(sheet.period)}. {labels.period_days(sheet.period)}",
        ],
        heads=[writer.Head(_UNIT[language], 0, 0, depth, 1), *heads],
        codes=[_CODE[language], *(c.printed for c in sheet.form.columns)],
        rows=rows,
    )
