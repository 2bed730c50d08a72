"""What is due and what is found, for the desk of the office."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.casework.workflow import State
from danvan.core.desk import Item
from danvan.petitions import selectors
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Filters

_MOST = 20


def due(viewer: Viewer, today: datetime.date | None = None) -> list[Item]:
    """Return the petitions with a running term, the most urgent first; 20 at most."""
    today = today or timezone.localdate()
    running = Q(due__isnull=False) & ~Q(state=State.SUSPENDED)
    found = selectors.queue(viewer, Filters(), today).filter(running)
    return [_item(petition) for petition in found[:_MOST]]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return petitions by number or words, closed ones too; 20 at most."""
    if not q.strip():
        return []
    found = selectors.queue(viewer, Filters(words=q), timezone.localdate())
    return [_item(petition) for petition in found[:_MOST]]


def _item(petition: Petition) -> Item:
    kind, state = KINDS[petition.kind], STATES[petition.state]
    return Item(
        kind="petition",
        title=_("%(kind)s %(number)s") % {"kind": kind, "number": petition.number},
        url=reverse("petitions:case", args=[petition.pk]),
        due=petition.due,
        note=str(state),
    )
