"""What is due and what is found, for the desk of the office.

Visits kept apart are in neither.
"""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.accounts.rights import Right, Viewer
from danvan.core.desk import Item
from danvan.orgs.selectors import working_calendar
from danvan.receptions import pages, selectors
from danvan.receptions.labels import CONTENTS, OUTCOMES
from danvan.receptions.models import Session, State
from danvan.receptions.visits import Visit

_MOST = 20
_AHEAD = datetime.timedelta(days=21)  # a schedule is published five working days before


def due(viewer: Viewer, today: datetime.date | None = None) -> list[Item]:
    """Return visits with a term that runs and schedules to publish; 20 at most."""
    if not viewer.may(Right.RECEPTIONS_READ):
        return []
    today = today or timezone.localdate()
    open_still = Visit.objects.visible_to(viewer).filter(
        due__isnull=False, done_on__isnull=True
    )
    items = [_visit(row) for row in open_still.order_by("due", "pk")[:_MOST]]
    items += _schedules(viewer, today)
    return sorted(items, key=lambda item: (item.due or today, item.title))[:_MOST]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return visits by the words of what was said; never by who came. 20 at most."""
    if not q.strip() or not viewer.may(Right.RECEPTIONS_READ):
        return []
    found = selectors.book(viewer, selectors.Filters(words=q))
    return [_visit(row) for row in found[:_MOST]]


def _schedules(viewer: Viewer, today: datetime.date) -> list[Item]:
    waiting = Session.objects.filter(
        unit__in=viewer.units(Right.RECEPTIONS_PLAN),
        state=State.PLANNED,
        published_on__isnull=True,
        on__range=(today, today + _AHEAD),
    ).exclude(post="")
    calendar = working_calendar() if waiting else None
    return [
        Item(
            kind="reception",
            title=_("Publish the reception of %(day)s") % {"day": f"{s.on:%d/%m/%Y}"},
            url=reverse("receptions:session", args=[s.pk]),
            due=pages.publish_by(s, calendar),
        )
        for s in waiting[:_MOST]
    ]


def _visit(row: Visit) -> Item:
    return Item(
        kind="reception",
        title=_("Visit %(number)s/%(year)s") % {"number": row.number, "year": row.year},
        url=reverse("receptions:visit", args=[row.pk]),
        due=row.due if row.done_on is None else None,
        note=f"{CONTENTS[row.content]}, {OUTCOMES[row.outcome]}",
    )
