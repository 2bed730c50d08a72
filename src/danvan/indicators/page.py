"""One form as its page shows it: a row for each column of the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from danvan.accounts.rights import Right, Viewer
from danvan.core.forms.engine import Finding
from danvan.core.forms.form import Column, Form
from danvan.indicators import cells as putting
from danvan.indicators import labels, sources
from danvan.indicators.models import Part, State
from danvan.indicators.selectors import Sheet

_MARKS = {"error": "error", "warning": "warning", "note": "note"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule that does not hold, in words."""

    severity: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One column of the sheet; links are empty where they lead nowhere."""

    number: str
    printed: str
    group: str
    title: str
    measure: str
    value: str
    source: str
    reason: str
    earlier: str
    change: str
    marks: Sequence[Mark]
    behind: str
    enter: str
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts behind a form without columns, under the form that names them."""

    title: str
    rows: Sequence[Row]


def address(sheet: Sheet, name: str = "form", **more: str) -> str:
    """Return an address of a sheet, or of one of its cells."""
    return reverse(
        f"indicators:{name}",
        kwargs={
            "unit": sheet.unit.pk,
            "period": sheet.period.key,
            "form": sheet.form.slug,
            "part": sheet.part,
            **more,
        },
    )


def marks(findings: Sequence[Finding]) -> list[Mark]:
    """Return the findings in words, errors first."""
    order = list(_MARKS)
    found = sorted(findings, key=lambda f: order.index(f.severity))
    return [
        Mark(f.severity, str(labels.SEVERITIES[f.severity]), labels.say(f.message))
        for f in found
    ]


def rows(sheet: Sheet, viewer: Viewer) -> list[Row]:
    """Return the rows of a form whose columns are known."""
    open_now = may_change(sheet, viewer)
    enterable = set(putting.enterable(sheet.form, sheet.part)) if open_now else set()
    behind = _behind(sheet, viewer, sheet.form)
    # Nobody counts these: as long as nobody enters them, empty is not zero.
    unknown = set(putting.enterable(sheet.form, sheet.part)) - set(sheet.cells)
    return [
        _row(
            sheet,
            column,
            behind=behind,
            enter=column.number in enterable,
            unknown=column.number in unknown,
        )
        for column in sheet.form.numbers
    ]


def may_change(sheet: Sheet, viewer: Viewer) -> bool:
    """Whether the viewer may put figures into this sheet now."""
    return (
        sheet.filled is not None
        and sheet.filled.state == State.DRAFT
        and viewer.may(Right.FORMS_FILL, sheet.unit.pk)
    )


def _behind(sheet: Sheet, viewer: Viewer, form: Form) -> set[str]:
    """Return the columns whose numbers lead to what is behind them."""
    if sheet.part == Part.SUM:
        return {column.number for column in form.numbers}
    if not viewer.may(Right.PETITIONS_READ, sheet.unit.pk):
        return set()
    return set(sources.counted(form.id))


def _row(
    sheet: Sheet, column: Column, *, behind: set[str], enter: bool, unknown: bool
) -> Row:
    number = column.number
    cell = sheet.cells.get(number)
    value = sheet.values.cells[number] if sheet.values else None
    before = sheet.earlier.cells[number] if sheet.earlier else None
    known = value is not None and before is not None
    derived = sheet.values is not None and number in sheet.values.derived
    source = cell.source if cell else ("derived" if derived else "")
    source = "none" if unknown else source
    linked = number in behind and value is not None
    return Row(
        number=number,
        printed=column.printed,
        group=" – ".join(labels.say(group) for group in column.groups),
        title=labels.say(column.title),
        measure=labels.unit_of_measure(column.unit),
        value=labels.shown(value),
        source=str(labels.SOURCES[source]) if source else "",
        reason=cell.reason if cell else "",
        earlier=labels.shown(before),
        change=labels.shown(_less(value, before), signed=True) if known else "",
        marks=marks([f for f in sheet.findings if number in f.columns[:1]]),
        behind=address(sheet, "behind", column=number) if linked else "",
        enter=address(sheet, "enter", column=number) if enter else "",
        missing=cell.missing if cell else 0,
    )


def _less(a: Decimal | None, b: Decimal | None) -> Decimal:
    return (a or Decimal(0)) - (b or Decimal(0))


def counted(sheet: Sheet, viewer: Viewer) -> list[Counted]:
    """Return the counts behind a form whose columns are not known."""
    return [
        Counted(
            f"{labels.say(form.title)} ({form.id})",
            [
                _counted_row(sheet, viewer, form, column)
                for column in form.numbers
                if f"{form.id}:{column.number}" in sheet.cells
            ],
        )
        for form in sheet.counted.values()
    ]


def _counted_row(sheet: Sheet, viewer: Viewer, form: Form, column: Column) -> Row:
    cell = sheet.cells[f"{form.id}:{column.number}"]
    linked = column.number in _behind(sheet, viewer, form)
    slug = f"{form.slug}-{column.number}"
    return Row(
        number=column.number,
        printed=column.number,
        group=" – ".join(labels.say(group) for group in column.groups),
        title=labels.say(column.title),
        measure=labels.unit_of_measure(column.unit),
        value=labels.shown(cell.value),
        source=str(labels.SOURCES[cell.source]),
        reason="",
        earlier="",
        change="",
        marks=(),
        behind=address(sheet, "behind", column=slug) if linked else "",
        enter="",
        missing=cell.missing,
    )


def column_of(sheet: Sheet, slug: str) -> str | None:
    """Return the key of a cell from its address, or None if the sheet has none.

    A column of the form itself is its number; of a form behind it, the count's id.
    """
    if slug in sheet.form.by_number:
        return slug
    for form in sheet.counted.values():
        number = slug.removeprefix(f"{form.slug}-")
        if number != slug and number in form.by_number:
            return f"{form.id}:{number}"
    return None
