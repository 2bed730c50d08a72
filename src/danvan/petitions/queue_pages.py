"""What the pages of the queue show, put together as plain values."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.accounts.permissions import viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.deadlines import without_end
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import labels, pages, queue, saving, selectors, terms
from danvan.petitions.queue import Filters
from danvan.petitions.queue_forms import QueueForm
from danvan.petitions.queue_rows import rows

Words = Promise | str
ON_A_PAGE = 25
# Who may take one of these steps may take it for several petitions at once.
_STEPS = (Right.PETITIONS_SCREEN, Right.PETITIONS_ASSIGN, Right.PETITIONS_ANSWER)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter with one press: what it is called, how many, where it leads."""

    label: Words
    url: str
    count: int | None
    current: bool
    mine: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one wants to see of the queue, as the address says it."""

    viewer: Viewer
    units: Sequence[Unit]
    form: QueueForm
    filters: Filters
    query: str
    today: datetime.date
    calendar: WorkingCalendar


def asked(request: HttpRequest, data: QueryDict | None = None) -> Asked:
    """Read the address, or the query that a form carries along."""
    viewer, data = viewer_of(request), request.GET if data is None else data
    units = selectors.units_of_queue(viewer)
    form = QueueForm(data, units=units)
    return Asked(
        viewer=viewer,
        units=units,
        form=form,
        filters=form.filters(),
        query=query_of(data),
        today=timezone.localdate(),
        calendar=without_end(working_calendar()),
    )


def query_of(data: QueryDict, *, words: bool = True) -> str:
    """Return the filters alone, in one form, as an address writes them.

    Without ``words``: nothing that somebody typed, which may be a person's name.
    """
    kept = QueryDict(mutable=True)
    for name in sorted(data):
        values = [value for value in data.getlist(name) if value]
        if name in QueueForm.base_fields and values and (words or name != "q"):
            kept.setlist(name, sorted(values))
    return kept.urlencode()


def of_queue(want: Asked, place: QueryDict) -> dict[str, Any]:
    """Return what the list shows."""
    deep = bool(place.get("after") or place.get("before"))
    asked = (want.viewer, want.filters, want.today, want.calendar)
    found = queue.own_and_lent(*asked, deep=deep)
    page = queue.page(found, want.filters, place.dict(), ON_A_PAGE, want.units)  # type: ignore[arg-type]
    total = queue.total(*found) if page.total is None else page.total
    return {
        "filter": want.form,
        "query": want.query,
        "page": page,
        "rows": rows(page.rows, want.today, want.calendar, place.get("chosen", "")),
        "total": min(total, queue.MOST_COUNTED),
        "uncounted": total > queue.MOST_COUNTED,
        "several": len(want.units) > 1,
        "filtered": want.filters.narrowed,
        "chips": chips(want),
        "may_bulk": any(want.viewer.may(right) for right in _STEPS),
        "today": want.today,
        "calendar": want.calendar,
    }


_READY: Sequence[tuple[Words, str, Filters]] = (
    (_("All open"), "", Filters()),
    (_("Overdue"), "left=late", Filters(left=queue.OVERDUE)),
    (_("Due today"), "left=today", Filters(left=queue.TODAY)),
    (_("Due within 3 working days"), "left=3", Filters(left=queue.IN_3)),
    (_("Not yet screened"), "state=received", Filters(states=("received",))),
)


def chips(want: Asked) -> list[Chip]:
    """Return the filters that are one press away, each with its number."""
    saved = saving.saved_for(want.viewer)
    asked_for = [filters for _label, _query, filters in _READY]
    asked_for += [
        QueueForm(QueryDict(one.query), units=want.units).filters() for one in saved
    ]
    numbers = queue.counts(want.viewer, asked_for, want.today, want.calendar)
    ready = [
        _chip(want, label, query, n)
        for (label, query, _filters), n in zip(_READY, numbers, strict=False)
    ]
    own = [
        replace(
            _chip(want, one.name, one.query, n),
            mine=str(one.owner_id) == want.viewer.user_id,
            key=str(one.pk),
        )
        for one, n in zip(saved, numbers[len(_READY) :], strict=True)
    ]
    return [*ready, *own]


def _chip(want: Asked, label: Words, query: str, count: int | None) -> Chip:
    url = reverse("petitions:queue") + (f"?{query}" if query else "")
    return Chip(label, url, count, current=query == want.query)


def of_pane(
    case: selectors.Case,
    viewer: Viewer,
    query: str,
    form: Any = None,
    said: Words = "",
) -> dict[str, Any]:
    """Return what stands beside the list: one petition and what can be done next."""
    own = [term for term in case.running if term.code not in terms.BEYOND]
    case.petition.running = own  # type: ignore[attr-defined]
    shown = dict(pages.of_case(case, viewer, form))
    time = (shown["today"], shown["calendar"])
    (row,) = rows([case.petition], *time, str(case.petition.pk))
    return {
        **shown,
        "row": row,
        "query": query,
        "said": said,
        "condition": labels.CONDITIONS.get(case.petition.condition, ""),
        "competence": labels.COMPETENCES.get(case.petition.competence, ""),
        "group": case.petition.people >= queue.GROUP,
        "may_print": viewer.may(Right.PETITIONS_REGISTER, case.petition.unit_id),
        "several": len(viewer.units(Right.PETITIONS_READ)) > 1,
        "may_bulk": any(viewer.may(right) for right in _STEPS),
    }
