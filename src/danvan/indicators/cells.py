"""How cells are put into a form: lock, check, replace, write the journal.

Only `services` calls what writes here.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.forms import engine
from danvan.core.forms.form import Form
from danvan.indicators import sources, spans
from danvan.indicators.errors import IsCounted, NotDraft, NotInForce
from danvan.indicators.models import (
    FilledForm,
    FormCell,
    Part,
    Source,
    State,
)
from danvan.journal import services as journal
from danvan.orgs.models import Unit


def enterable(form: Form, part: str) -> list[str]:
    """Return the columns into which a value may be entered: no app counts them."""
    if not form.is_loaded or part != Part.OWN:
        return []
    counted = set(sources.counted(form.id))
    return [
        c.number for c in form.numbers if not c.is_derived and c.number not in counted
    ]


def draft(unit: Unit, form: Form, period: periods.Period, part: Part) -> FilledForm:
    if not form.in_force_on(period.end):
        raise NotInForce(f"{form.id} on {period.end}")
    filled, _made = FilledForm.objects.get_or_create(
        unit=unit, period=spans.used(period), form=form.id, part=part
    )
    return locked(filled)


def locked(filled: FilledForm) -> FilledForm:
    filled = FilledForm.objects.select_for_update().get(pk=filled.pk)
    if filled.state != State.DRAFT:
        raise NotDraft
    return filled


def replace(
    filled: FilledForm,
    values: Mapping[str, Decimal],
    source: Source,
    by: Actor,
    now: datetime.datetime,
    missing: Mapping[str, int] | None = None,
) -> None:
    """Put counted or summed cells in the place of those of the time before."""
    old = FormCell.objects.filter(filled=filled)
    old.filter(source__in=[Source.COUNTED, Source.SUMMED]).delete()
    old.filter(column__in=values).delete()
    FormCell.objects.bulk_create(
        FormCell(
            filled=filled,
            column=column,
            value=value,
            source=source,
            by=by.label,
            at=now,
            missing=(missing or {}).get(column, 0),
        )
        for column, value in values.items()
    )


def put(
    filled: FilledForm,
    form: Form,
    column: str,
    value: Decimal,
    source: Source,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> FormCell:
    filled = locked(filled)
    engine.fill(form, {column: value})
    if column not in enterable(form, filled.part):
        raise IsCounted(column)
    before = FormCell.objects.filter(filled=filled, column=column).first()
    cell, _made = FormCell.objects.update_or_create(
        filled=filled,
        column=column,
        defaults={
            "value": value,
            "source": source,
            "reason": reason,
            "by": by.label,
            "at": now,
        },
    )
    said: dict[str, journal.Change] = {
        f"column_{column}": (f"{before.value:f}" if before else None, f"{value:f}")
    }
    if reason:
        said["reason"] = journal.CHANGED
    write(by, f"forms.{'enter' if reason else 'nothing'}", filled, said)
    return cell


def write(
    by: Actor, action: str, filled: FilledForm, changes: Mapping[str, journal.Change]
) -> None:
    journal.write(
        by=by,
        action=action,
        record=filled.record,
        changes={
            "form": (None, filled.form),
            "period": (None, filled.period.key),
            **changes,
        },
    )
