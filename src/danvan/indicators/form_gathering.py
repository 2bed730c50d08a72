"""Official sheets of a statutory form, filled in by units, gathered into one.

The sheet is known by its row of codes, a unit by the name before its row. Sums that
the form itself works out are worked out anew, and held against what stands there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.core.calendar.periods import Period
from danvan.core.forms.form import MEASURED, Column, Form
from danvan.core.indicators import filled_cells, filled_sheets
from danvan.core.indicators.filled_cells import Accepts, Fault, Wrong
from danvan.core.indicators.filled_sheets import Filled, Grid, Row
from danvan.core.text.fold import fold
from danvan.files import gate
from danvan.files.verdict import Refused
from danvan.indicators import labels
from danvan.indicators.gather_units import Expected, NotRecognised
from danvan.indicators.gathering import Upload
from danvan.indicators.grid import Line
from danvan.orgs.models import Unit
from danvan.readers import formulas, xlsx
from danvan.readers.errors import Unreadable

_WITHIN, _MOST = 40, 400  # rows above the codes, and below them
_TOTALS = frozenset({"tong cong", "tong", "cong", "tong so", "total"})
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class OfUnit:
    """One unit's row: its figures by column, its notes, and what is wrong with it."""

    unit: Unit
    file: str
    values: Mapping[str, Decimal]
    notes: Mapping[str, str]
    wrong: Sequence[Wrong]


@dataclass(frozen=True, slots=True)
class FormsGathered:
    """All files of a form together; ``problems`` are file and reason."""

    rows: Sequence[OfUnit]
    problems: Sequence[tuple[str, str]]
    missing: Sequence[Unit]


def read(
    uploads: Sequence[Upload], form: Form, period: Period, expected: Expected
) -> FormsGathered:
    """Read every file; the first row of a unit counts, a second one is told of."""
    rows: dict[int, OfUnit] = {}
    problems: list[tuple[str, str]] = []
    for upload in uploads:
        try:
            for row in _rows(upload, form, period, expected):
                if row.unit.pk in rows:
                    raise NotRecognised(
                        _("%(unit)s stands in %(file)s already.")
                        % {"unit": row.unit.name, "file": rows[row.unit.pk].file}
                    )
                rows[row.unit.pk] = row
        except (Refused, NotRecognised) as refused:
            problems.append((upload.name, str(refused)))
        except Unreadable as refused:
            problems.append((upload.name, labels.say(refused.message)))
    came = [rows[unit.pk] for unit in expected.units if unit.pk in rows]
    missing = [unit for unit in expected.units if unit.pk not in rows]
    return FormsGathered(came, problems, missing)


def _rows(
    upload: Upload, form: Form, period: Period, expected: Expected
) -> list[OfUnit]:
    """Return the rows of a file; raises Refused, Unreadable, NotRecognised."""
    if upload.refusal:
        raise NotRecognised(upload.refusal)
    gate.inspect(upload.data, upload.name)
    computed = formulas.formula_cells(upload.data)
    for title, top, left, values in xlsx.grids(upload.data):
        found = _codes(values, form)
        if found is not None:
            head, column = found
            _check_days(values[:head], period)
            cells = computed.get(title, frozenset())
            sheet: Grid = (title, top, left, values)
            return [
                _of_unit(upload.name, filled, form, expected.find("", filled.name))
                for filled in _lines(sheet, head, column, form, cells)
            ]
    raise NotRecognised(
        _("No row of codes of form %(form)s was found.") % {"form": form.code}
    )


def _codes(values: Sequence[Sequence[object]], form: Form) -> tuple[int, int] | None:
    """Return the row and the first column of the form's printed row of codes."""
    wanted = [_plain(column.printed) for column in form.columns]
    for number, row in enumerate(values[:_WITHIN]):
        texts = [_plain(filled_sheets.text(value)) for value in row[:200]]
        for start in range(len(texts) - len(wanted) + 1):
            if texts[start : start + len(wanted)] == wanted:
                return number, start
    return None


def _plain(text: str) -> str:
    return text.replace(" ", "")


def _check_days(above: Sequence[Sequence[object]], period: Period) -> None:
    """Raise NotRecognised where the lines above tell of other days."""
    told = [
        f"{int(day):02d}/{int(month):02d}/{year}"
        for row in above
        for value in row
        for day, month, year in _DAY.findall(filled_sheets.text(value))
    ]
    days = [f"{period.start:%d/%m/%Y}", f"{period.end:%d/%m/%Y}"]
    if len(told) > 1 and not {*days} <= {*told}:
        raise NotRecognised(
            _("The sheet is of other days (%(said)s), not of %(period)s.")
            % {"said": ", ".join(told[:4]), "period": labels.period_name(period)}
        )


def _lines(
    sheet: Grid,
    head: int,
    start: int,
    form: Form,
    computed: frozenset[tuple[int, int]],
) -> Iterator[Filled]:
    title, top, left, values = sheet
    for number, row in enumerate(values[head + 1 : head + 1 + _MOST], head + 1):
        names = [text for v in row[:start] if (text := filled_sheets.text(v))]
        if not names or fold(names[-1]).strip(" :.") in _TOTALS:
            continue
        rows = [
            Row(
                column.number,
                row[at] if at < len(row) else "",
                top + number,
                left + at,
                formula=(top + number, left + at) in computed,
            )
            for at, column in enumerate(form.columns, start)
        ]
        yield Filled(title, "", "", "", names[-1], rows)


def _of_unit(file: str, filled: Filled, form: Form, unit: Unit) -> OfUnit:
    notes = {
        row.code: filled_sheets.text(row.value)[:300]
        for row in filled.rows
        if form.by_number[row.code].is_note
    }
    asked = [c for c in form.columns if not c.is_note and not c.is_derived]
    typed = [row for row in filled.rows if row.code in {c.number for c in asked}]
    good, wrong = filled_cells.judge(
        Filled(filled.title, "", "", "", filled.name, typed),
        {column.number: _accepts(column) for column in asked},
    )
    values = {one.code: one.amount for one in good}
    printed = {row.code: row for row in filled.rows}
    for column in form.columns:
        if column.is_derived and all(part in values for part in column.parts):
            values[column.number] = sum(
                (values[part] for part in column.parts), Decimal(0)
            )
            wrong += _differs(column, printed[column.number], values[column.number])
    return OfUnit(unit, file, values, notes, wrong)


def _differs(column: Column, row: Row, came: Decimal) -> list[Wrong]:
    """Return that a printed sum is not what its parts come to, if it is typed."""
    if row.formula or not isinstance(row.value, int | float):
        return []
    if filled_cells.number(row.value) == came:
        return []
    said = f"{labels.shown(filled_cells.number(row.value))} ≠ {labels.shown(came)}"
    return [Wrong(column.number, Fault.RULE, said, row.row, row.column, column.printed)]


def _accepts(column: Column) -> Accepts:
    return Accepts(decimals=4 if column.unit in MEASURED else 0)


def lines(form: Form, found: FormsGathered, expected: Expected) -> list[Line]:
    """Return the rows of the gathered sheet; a missing unit has a marked, empty one."""
    by_unit = {row.unit.pk: row for row in found.rows}
    return [_line(form, unit, by_unit.get(unit.pk)) for unit in expected.units]


def _line(form: Form, unit: Unit, row: OfUnit | None) -> Line:
    if row is None:
        name = _("%(unit)s (missing)") % {"unit": unit.name}
        return Line(name, [None] * len(form.columns))
    return Line(
        unit.name,
        [
            row.notes.get(c.number) if c.is_note else row.values.get(c.number)
            for c in form.columns
        ],
    )
