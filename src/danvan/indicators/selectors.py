"""Reads over filled forms: what is owed, one sheet with what it is held against."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.desk import Item
from danvan.core.forms import engine
from danvan.core.forms.form import Form
from danvan.indicators import catalogue, grid, sources, tree
from danvan.indicators.models import FilledForm, FormCell, Part, State
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Owed:
    """A form that a unit owes for a period, filled or not."""

    unit: Unit
    form: Form
    part: Part
    filled: FilledForm | None
    due: datetime.date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of a unit with its cells, and what they are compared with.

    ``filled`` is None while nobody has counted. ``values`` holds the derived columns
    too; of a form without columns it is None and ``cells`` are counts by their ids.
    """

    unit: Unit
    period: periods.Period
    form: Form
    part: Part
    filled: FilledForm | None
    cells: Mapping[str, FormCell]
    values: engine.FilledForm | None
    earlier: engine.FilledForm | None  # of the same kind of period before
    findings: Sequence[engine.Finding]
    counted: Mapping[str, Form]  # by id, the older forms behind one without columns


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit brought to a sum; ``value`` None when it has not signed."""

    unit: Unit
    value: Decimal | None
    state: str


def owed(viewer: Viewer, period: periods.Period) -> list[Owed]:
    """Return the forms that the viewer's units owe for a period; three queries."""
    units = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_READ))
    sums = viewer.units(Right.FORMS_SUM)
    found = FilledForm.objects.visible_to(viewer).filter(period__key=period.key)
    filled = {(row.unit_id, row.form, row.part): row for row in found}
    return [
        Owed(
            unit,
            form,
            part,
            filled.get((unit.pk, form.id, part)),
            period.due.get(unit.level),
        )
        for form in catalogue.in_force(period.end)
        for unit in units
        for part in ([Part.SUM, Part.OWN] if unit.pk in sums else [Part.OWN])
        if unit.level in form.levels
    ]


def sheet(
    viewer: Viewer, unit_id: int, period: periods.Period, slug: str, part: Part
) -> Sheet:
    """Return one form with everything its page shows; at most five queries.

    Raises Unit.DoesNotExist where the viewer may not read the unit's forms,
    `catalogue.NoSuchForm` for a form that was not in force when the period ended.
    """
    right = Right.FORMS_SUM if part == Part.SUM else Right.FORMS_READ
    if unit_id not in viewer.units(right):
        raise Unit.DoesNotExist
    unit = Unit.objects.get(pk=unit_id)
    forms = {form.id: form for form in catalogue.forms()}
    form = next((f for f in forms.values() if f.slug == slug), None)
    if form is None or not form.in_force_on(period.end):
        raise catalogue.NoSuchForm(slug)
    rows = _rows(unit_id, part, {period.key, *_keys_before(period)})
    filled = rows.get((period.key, form.id))
    return Sheet(
        unit=unit,
        period=period,
        form=form,
        part=part,
        filled=filled,
        cells={c.column: c for c in filled.cells.all()} if filled else {},
        values=_values(form, filled),
        earlier=_values(form, _before(rows, period, form)),
        findings=_findings(form, filled, rows, period, forms),
        counted={id_: forms[id_] for id_ in form.counts_from},
    )


def _before(
    rows: Mapping[tuple[str, str], FilledForm], period: periods.Period, form: Form
) -> FilledForm | None:
    try:
        return rows.get((periods.previous(period).key, form.id))
    except periods.NoSuchPeriod:
        return None


def _keys_before(period: periods.Period) -> set[str]:
    found = set()
    for before in (periods.previous, periods.opened_by):
        try:
            found.add(before(period).key)
        except periods.NoSuchPeriod:
            continue
    return found


def _rows(unit_id: int, part: str, keys: set[str]) -> dict[tuple[str, str], FilledForm]:
    found = FilledForm.objects.filter(unit=unit_id, part=part, period__key__in=keys)
    found = found.select_related("period").prefetch_related("cells")
    return {(row.period.key, row.form): row for row in found}


def _values(form: Form, row: FilledForm | None) -> engine.FilledForm | None:
    return filled_of(form, row) if row and form.is_loaded else None


def filled_of(form: Form, row: FilledForm) -> engine.FilledForm:
    """Return a row with its sums worked out; cells of columns long gone are left out."""
    cells = {c.column: c.value for c in row.cells.all() if c.column in form.by_number}
    return engine.fill(form, cells, row.note)


def findings_of(form: Form, filled: FilledForm) -> Sequence[engine.Finding]:
    """Return what does not add up in a filled form; three queries."""
    period = filled.period.known
    rows = _rows(filled.unit_id, filled.part, {period.key, *_keys_before(period)})
    forms = {f.id: f for f in catalogue.forms()}
    return _findings(form, rows.get((period.key, form.id)), rows, period, forms)


def _findings(
    form: Form,
    filled: FilledForm | None,
    rows: Mapping[tuple[str, str], FilledForm],
    period: periods.Period,
    forms: Mapping[str, Form],
) -> Sequence[engine.Finding]:
    values = _values(form, filled)
    if values is None:
        return ()
    try:
        opening = rows.get((periods.opened_by(period).key, form.id))
    except periods.NoSuchPeriod:
        opening = None
    beside = [
        found
        for (key, id_), row in rows.items()
        if key == period.key and id_ != form.id and id_ in forms
        if (found := _values(forms[id_], row)) is not None
    ]
    return engine.check(values, _values(form, opening), beside)


def behind(sheet: Sheet, column: str, viewer: Viewer) -> list[Item]:
    """Return the records behind a counted cell that the viewer may see."""
    form, _, number = column.rpartition(":")
    units = tree.counted(sheet.unit, sheet.period.end)
    return sources.records(form or sheet.form.id, number, sheet.period, units, viewer)


def shares(sheet: Sheet, column: str) -> list[Share]:
    """Return what each unit brought to a cell of a sum; one of its place only."""
    return [
        Share(unit, _value(sheet.form, row, column), row.state if row else "")
        for unit, row in _signed_rows(sheet)
    ]


def _value(form: Form, row: FilledForm | None, column: str) -> Decimal | None:
    if row is None:
        return None
    if form.is_loaded:
        return filled_of(form, row).cells.get(column)
    return next((c.value for c in row.cells.all() if c.column == column), None)


def _signed_rows(sheet: Sheet) -> list[tuple[Unit, FilledForm | None]]:
    """Return each unit that reports to the place, with the form it signed."""
    place = tree.place_of(sheet.unit, sheet.period.end)
    units = tree.reporting(place, sheet.period.end)
    with scope.as_system("a place sees what its units signed into its sum"):
        rows = signed(units, sheet.period, sheet.form)
    return [(unit, rows.get(unit.pk)) for unit in units]


def signed(
    units: Sequence[Unit], period: periods.Period, form: Form
) -> dict[int, FilledForm]:
    """Return the signed own forms of ``units`` by unit, with cells; two queries."""
    return signed_of(units, period, [form]).get(form.id, {})


def signed_of(
    units: Sequence[Unit], period: periods.Period, forms: Sequence[Form]
) -> dict[str, dict[int, FilledForm]]:
    """Return what ``units`` signed, by form's id and unit, with cells; two queries."""
    rows = FilledForm.objects.filter(
        unit__in=units,
        period__key=period.key,
        form__in=[form.id for form in forms],
        part=Part.OWN,
    )
    found: dict[str, dict[int, FilledForm]] = {}
    for row in rows.exclude(state=State.DRAFT).prefetch_related("cells"):
        found.setdefault(row.form, {})[row.unit_id] = row
    return found


def lines(sheet: Sheet) -> list[grid.Line]:
    """Return the rows of the printed sheet: the unit's own, or one for each unit."""
    if sheet.part == Part.OWN:
        return [line(sheet.unit, sheet.form, sheet.filled)]
    return [line(unit, sheet.form, row) for unit, row in _signed_rows(sheet)]


def line(unit: Unit, form: Form, row: FilledForm | None) -> grid.Line:
    """Return a unit's row of the printed sheet; empty where nothing was filled in."""
    values = filled_of(form, row).cells if row else {}
    note = row.note if row else ""
    return grid.Line(
        unit.name,
        [note if c.is_note else values.get(c.number) for c in form.columns],
    )
