"""What is due and what is found, for the desk of the office."""

import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.deadlines import without_end
from danvan.core.desk import Item
from danvan.orgs.selectors import working_calendar
from danvan.petitions import handover, selectors, terms
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.models import Deadline, Petition, Step
from danvan.petitions.selectors import Filters

_MOST = 20


def due(viewer: Viewer, today: datetime.date | None = None) -> list[Item]:
    """Return what is due, the most urgent first; 20 at most.

    That are petitions with a running term; beside them, as far as there is room,
    those in which nothing binds but whoever has them had them too long: suspended,
    to be executed, in legal effect. What took effect is late for nobody: no day.
    """
    today = today or timezone.localdate()
    running = selectors.queue(viewer, Filters(), today).filter(due__isnull=False)
    items = [_item(petition) for petition in running[:_MOST]]
    items += _waiting(viewer, today, without_end(working_calendar()))
    return sorted(items[:_MOST], key=lambda item: item.due or datetime.date.max)


def _waiting(
    viewer: Viewer, today: datetime.date, calendar: WorkingCalendar
) -> list[Item]:
    found = selectors.queue(viewer, Filters(), today).filter(due__isnull=True)
    late = handover.too_long(found, today, calendar).order_by("received_at")
    running = Deadline.objects.filter(ended_on__isnull=True)
    rows = late.prefetch_related(
        Prefetch("steps", queryset=Step.objects.order_by("seq")),
        Prefetch("deadlines", queryset=running, to_attr="running"),
    )[:_MOST]
    items = []
    for petition in rows:
        steps = list(petition.steps.all())
        turn = handover.of(petition, steps, petition.running, calendar)  # type: ignore[attr-defined] # brought along
        ours = turn is not None and turn.term not in terms.BEYOND
        items.append(_item(petition, turn.due if turn and ours else None))
    return items


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return petitions by number or words, closed ones too; 20 at most."""
    if not q.strip():
        return []
    found = selectors.queue(viewer, Filters(words=q), timezone.localdate())
    return [_item(petition) for petition in found[:_MOST]]


def _item(petition: Petition, day: datetime.date | None = None) -> Item:
    kind, state = KINDS[petition.kind], STATES[petition.state]
    return Item(
        kind="petition",
        title=_("%(kind)s %(number)s") % {"kind": kind, "number": petition.number},
        url=reverse("petitions:case", args=[petition.pk]),
        due=petition.due or day,
        note=str(state),
    )
