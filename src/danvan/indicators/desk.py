"""What a compiler owes: the forms of the periods that ended last, by the chain's days."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.desk import Item
from danvan.core.text.fold import fold
from danvan.indicators import differing, labels, reach, selectors
from danvan.indicators.models import State
from danvan.indicators.selectors import Owed

_SHOWN = 20


def due(viewer: Viewer, today: datetime.date | None = None) -> list[Item]:
    """Return a line for each unit and period with forms not sent yet; 20 at most.

    A form whose columns nobody loaded is owed until its counts were taken. Three
    queries a period, two or more for values that differ, none for those who fill no
    forms.
    """
    if not viewer.units(Right.FORMS_FILL):
        return []
    found = [
        item
        for period in just_ended(today or timezone.localdate())
        for item in _of_period(viewer, period)
    ]
    return [*_differences(viewer, today or timezone.localdate()), *found][:_SHOWN]


def _differences(viewer: Viewer, today: datetime.date) -> list[Item]:
    """Return one line when sources differ in units whose values the viewer gives."""
    waiting = differing.found(reach.fillable(viewer, today))
    if not waiting:
        return []
    title = ngettext(
        "%(n)s value whose sources differ",
        "%(n)s values whose sources differ",
        len(waiting),
    )
    note = _("Choose which one counts, and write why.")
    url = reverse("indicators:differences")
    return [Item("forms", title % {"n": len(waiting)}, url, None, note)]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return forms of the last period by code or title; ``q`` is folded. 20 at most."""
    if not viewer.units(Right.FORMS_READ):
        return []
    period = periods.last_ended("inspectorate", timezone.localdate())
    return [
        Item(
            kind="forms",
            title=f"{row.form.code} {labels.say(row.form.title)}",
            url=_sheet(row, period),
            due=row.due,
            note=f"{labels.period_name(period)}, {row.unit.name}",
        )
        for row in selectors.owed(viewer, period)
        if fold(q) in fold(f"{row.form.code} {row.form.title['vi']}")
    ][:_SHOWN]


def just_ended(today: datetime.date) -> Sequence[Period]:
    """Return the periods that ended last: a quarter, then what ended with it."""
    last = periods.last_ended("inspectorate", today)
    found = periods.ending_up_to("inspectorate", today)
    together = [period for period in found if period.end == last.end]
    return sorted(together, key=lambda period: period.start, reverse=True)


def _of_period(viewer: Viewer, period: Period) -> Iterator[Item]:
    mine = viewer.units(Right.FORMS_FILL)
    rows = [row for row in selectors.owed(viewer, period) if row.unit.pk in mine]
    rows.sort(key=lambda row: row.unit.pk)
    for _unit, of_unit in groupby(rows, key=lambda row: row.unit.pk):
        all_of_it = list(of_unit)
        left = [row for row in all_of_it if _is_owed(row)]
        if left:
            yield _item(left, len(all_of_it), period)


def _is_owed(row: Owed) -> bool:
    if row.form.is_loaded:
        return row.filled is None or row.filled.state != State.SENT
    return row.filled is None


def _item(left: Sequence[Owed], all_of_it: int, period: Period) -> Item:
    name, unit = labels.period_name(period), left[0].unit
    note = ngettext(
        "%(n)s of %(all)s form not sent", "%(n)s of %(all)s forms not sent", len(left)
    )
    return Item(
        kind="forms",
        title=_("Forms of %(period)s, %(unit)s") % {"period": name, "unit": unit.name},
        url=f"{reverse('indicators:list')}?period={period.key}",
        due=left[0].due,
        note=note % {"n": len(left), "all": all_of_it},
    )


def _sheet(row: Owed, period: Period) -> str:
    return reverse(
        "indicators:form",
        kwargs={
            "unit": row.unit.pk,
            "period": period.key,
            "form": row.form.slug,
            "part": row.part,
        },
    )
