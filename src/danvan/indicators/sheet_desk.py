"""What is due of submissions: of a unit to compile, of a place to approve and to ask."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from danvan.accounts.rights import Right, Viewer
from danvan.core.desk import Item
from danvan.core.indicators import reminders
from danvan.core.text.fold import fold
from danvan.indicators import (
    labels,
    oversight,
    owing,
    rungs,
    sheet_page,
    sheet_words,
)
from danvan.indicators.models import Stage
from danvan.indicators.owing import Owed

_SHOWN = 20


def due(viewer: Viewer, today: datetime.date | None = None) -> list[Item]:
    """Return what is to be sent, corrected, approved or asked for; 20 at most.

    Seven queries for a unit's compiler, seven more for a place; none for the rest.
    """
    day = today or timezone.localdate()
    found = [*_own(viewer, day), *_below(viewer, day)]
    return found[:_SHOWN]


def _own(viewer: Viewer, day: datetime.date) -> Iterator[Item]:
    if not viewer.units(Right.FORMS_FILL):
        return
    for owed in owing.owed(owing.fillable(viewer), day):
        if owed.is_in or not _wants(owed, day):
            continue
        returned = owed.stage == Stage.RETURNED
        label = sheet_words.STAGES[owed.stage] if owed.submission else None
        yield Item(
            kind="sheets",
            title=f"{sheet_words.what(owed.sheet, owed.period)}, {owed.unit.name}",
            url=_history(owed) if returned else sheet_page.compile_address(owed),
            due=owed.due,
            note=str(label[0] if label else sheet_words.NOT_BEGUN[0]),
        )


def _history(owed: Owed) -> str:
    row = owed.submission
    return reverse("indicators:submission", args=[row.pk]) if row else ""


def _wants(owed: Owed, day: datetime.date) -> bool:
    """Say whether somebody is to look at it: reminded of by now, or given back."""
    if owed.stage in {Stage.RETURNED, Stage.SIGNED}:
        return True
    return owed.due is not None and reminders.reached(owed.due, day) is not None


def _below(viewer: Viewer, day: datetime.date) -> Iterator[Item]:
    if not viewer.units(Right.FORMS_APPROVE):
        return
    for place in oversight.places(viewer):
        units = rungs.below([place]).as_of(day).select_related("parent__parent")
        groups: dict[tuple[str, str], list[Owed]] = defaultdict(list)
        for owed in owing.owed(list(units), day):
            groups[owed.sheet.id, owed.period.key].append(owed)
        for rows in groups.values():
            yield from _items(place.pk, rows, day)


def _items(place: int, rows: list[Owed], day: datetime.date) -> Iterator[Item]:
    first = rows[0]
    late = sum(o.late_on(day) for o in rows)
    waiting = sum(o.stage == Stage.SENT for o in rows)
    asked = first.due and reminders.reached(first.due, day)
    what = sheet_words.what(first.sheet, first.period)
    url = (
        f"{reverse('indicators:place')}?what={first.sheet.id}/{first.period.key}"
        f"&place={place}"
    )
    if waiting:
        note = ngettext("%(n)s to approve", "%(n)s to approve", waiting)
        yield Item("sheets", what, f"{url}&show=approve", None, note % {"n": waiting})
    if late and asked:
        note = ngettext("%(n)s unit late", "%(n)s units late", late) % {"n": late}
        yield Item("sheets", what, f"{url}&show=late", first.due, note)


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return the viewer's own sheets by name or period; ``q`` is folded. 20 at most."""
    if not viewer.units(Right.FORMS_READ):
        return []
    units = owing.fillable(viewer) or oversight.places(viewer)
    found = [
        Item(
            kind="sheets",
            title=sheet_words.what(o.sheet, o.period),
            url=_history(o) or sheet_page.compile_address(o),
            due=o.due,
            note=f"{o.unit.name}, {labels.period_days(o.period)}",
        )
        for o in owing.owed(units, timezone.localdate())
        if q in fold(f"{sheet_words.sheet_name(o.sheet)} {o.period.key}")
        or q in fold(sheet_words.what(o.sheet, o.period))
    ]
    return found[:_SHOWN]
