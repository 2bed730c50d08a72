"""Everything that changes a filled form."""

import datetime
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.forms import engine, load
from danvan.core.forms.form import Form
from danvan.indicators import cells, sources, tree
from danvan.indicators.errors import DoesNotAddUp, NoReason, NotDraft, NothingFilled
from danvan.indicators.models import (
    FilledForm,
    FormCell,
    FormDefinition,
    Part,
    Source,
    State,
)
from danvan.indicators.selectors import filled_of, findings_of, signed
from danvan.journal import services as journal
from danvan.orgs.models import Unit


@transaction.atomic
def count(
    *, unit: Unit, form: Form, period: periods.Period, by: Actor, now: datetime.datetime
) -> FilledForm:
    """Fill a unit's form from what its apps count; what was entered stays.

    Of a form without columns the counts behind its subject are kept under their own
    ids. Raises NotInForce, NotDraft.
    """
    filled = cells.draft(unit, form, period, Part.OWN)
    units = tree.counted(unit, period.end)
    values: dict[str, Decimal] = {}
    if form.is_loaded:
        values |= sources.totals(form.id, period, units)
    for other in () if form.is_loaded else form.counts_from:
        found = sources.totals(other, period, units)
        values |= {f"{other}:{column}": value for column, value in found.items()}
    cells.replace(filled, values, Source.COUNTED, by, now)
    filled.counted_at = now
    filled.save(update_fields=["counted_at"])
    cells.write(by, "forms.count", filled, {"cells": (None, str(len(values)))})
    return filled


@transaction.atomic
def add_up(
    *, unit: Unit, form: Form, period: periods.Period, by: Actor, now: datetime.datetime
) -> FilledForm:
    """Add up the signed forms of the place in which ``unit`` stands, its own included.

    Which units report is read from the tree as of the period's last day; how many
    of them are in the sum is kept. Raises NotInForce, NotDraft.
    """
    filled = cells.draft(unit, form, period, Part.SUM)
    place = tree.place_of(unit, period.end)
    units = tree.reporting(place, period.end)
    with scope.as_system("a place adds up what its units signed"):
        rows = list(signed(units, period, form).values())
    values, missing = _added(form, rows)
    cells.replace(filled, values, Source.SUMMED, by, now, missing)
    filled.counted_at, filled.expected, filled.rows = now, len(units), len(rows)
    filled.save(update_fields=["counted_at", "expected", "rows"])
    changes = {"rows": (None, str(len(rows))), "expected": (None, str(len(units)))}
    cells.write(by, "forms.add-up", filled, changes)
    return filled


def _added(
    form: Form, rows: Iterable[FilledForm]
) -> tuple[Mapping[str, Decimal], Mapping[str, int]]:
    if not form.is_loaded:
        return _added_counts(rows), {}
    filled = [filled_of(form, row) for row in rows]
    if not filled:
        return {}, {}
    added = engine.total(filled)
    leaves = (c.number for c in form.numbers if not c.is_derived)
    cells = added.filled.cells
    values = {n: value for n in leaves if (value := cells[n]) is not None}
    return values, added.missing


def _added_counts(rows: Iterable[FilledForm]) -> Mapping[str, Decimal]:
    values: dict[str, Decimal] = {}
    for row in rows:
        for cell in row.cells.all():
            values[cell.column] = values.get(cell.column, Decimal(0)) + cell.value
    return values


@transaction.atomic
def enter(
    *,
    filled: FilledForm,
    form: Form,
    column: str,
    value: Decimal,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> FormCell:
    """Enter a value where nothing counts, with a reason.

    Raises IsCounted, NoReason, NotDraft, `engine.BadCell`.
    """
    if not reason.strip():
        raise NoReason
    return cells.put(
        filled, form, column, value, Source.ENTERED, reason.strip(), by, now
    )


@transaction.atomic
def mark_nothing(
    *,
    filled: FilledForm,
    form: Form,
    columns: Iterable[str],
    by: Actor,
    now: datetime.datetime,
) -> list[FormCell]:
    """Say of columns that there was nothing to report, which is not the same as empty.

    Raises IsCounted, NotDraft, `engine.BadCell`.
    """
    return [
        cells.put(filled, form, column, Decimal(0), Source.NOTHING, "", by, now)
        for column in columns
    ]


@transaction.atomic
def set_note(*, filled: FilledForm, note: str, by: Actor) -> None:
    """Keep what is to be said beside the figures; raises NotDraft."""
    filled = cells.locked(filled)
    filled.note = note.strip()
    filled.save(update_fields=["note"])
    cells.write(by, "forms.note", filled, {"note": journal.CHANGED})


@transaction.atomic
def sign(
    *, filled: FilledForm, form: Form, by: Actor, now: datetime.datetime
) -> FilledForm:
    """Record who stands for the figures.

    Raises NotDraft, NothingFilled, and DoesNotAddUp when a printed identity fails
    and no note says why.
    """
    filled = cells.locked(filled)
    if not form.is_loaded or not filled.cells.exists():
        raise NothingFilled
    errors = [f for f in findings_of(form, filled) if f.severity == "error"]
    if errors and not filled.note:
        raise DoesNotAddUp
    filled.state, filled.signed_by, filled.signed_at = State.SIGNED, by.label, now
    filled.save(update_fields=["state", "signed_by", "signed_at"])
    cells.write(by, "forms.sign", filled, {"state": (State.DRAFT, State.SIGNED)})
    return filled


@transaction.atomic
def send(*, filled: FilledForm, by: Actor, now: datetime.datetime) -> FilledForm:
    """Send a signed form up; raises NotDraft when it is not just signed."""
    filled = FilledForm.objects.select_for_update().get(pk=filled.pk)
    if filled.state != State.SIGNED:
        raise NotDraft
    filled.state, filled.sent_at = State.SENT, now
    filled.save(update_fields=["state", "sent_at"])
    cells.write(by, "forms.send", filled, {"state": (State.SIGNED, State.SENT)})
    return filled


@transaction.atomic
def reopen(*, filled: FilledForm, reason: str, by: Actor) -> FilledForm:
    """Make a signed or sent form a draft again, saying why; raises NoReason."""
    if not reason.strip():
        raise NoReason
    filled = FilledForm.objects.select_for_update().get(pk=filled.pk)
    before, filled.state = filled.state, State.DRAFT
    filled.signed_by, filled.signed_at, filled.sent_at = "", None, None
    filled.save(update_fields=["state", "signed_by", "signed_at", "sent_at"])
    changes = {"state": (before, State.DRAFT), "reason": journal.CHANGED}
    cells.write(by, "forms.reopen", filled, changes)
    return filled


@transaction.atomic
def confirm(
    *, table: str, sha256: str, by: Actor, now: datetime.datetime
) -> list[FormDefinition]:
    """Take an appendix that a person has read against its table into use.

    Raises `load.BadForm` (also for a table still marked unconfirmed) and
    tomllib.TOMLDecodeError; nothing is stored then.
    """
    read = tomllib.loads(table)
    if read.get("state") != "confirmed":
        raise load.BadForm('state = "confirmed" is what says that somebody read it')
    rows = []
    for form in load.forms_of(read):
        if not form.is_loaded:
            raise load.BadForm(f"{form.id} has no columns")
        row, _made = FormDefinition.objects.update_or_create(
            form=form.id,
            defaults={
                "table": table,
                "sha256": sha256 or hashlib.sha256(table.encode()).hexdigest(),
                "confirmed_by": by.label,
                "confirmed_at": now,
            },
        )
        journal.write(
            by=by,
            action="forms.confirm",
            record=f"indicators.formdefinition:{form.slug}",
            changes={"sha256": (None, row.sha256)},
        )
        rows.append(row)
    return rows
