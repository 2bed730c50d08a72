"""What is due at the vault, on the desk of its handlers and nowhere else.

These lines are shown on the page of the one who signed in. They are never
sent: no digest, no message, no demand about a sealed case leaves the house.
"""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.desk import Item
from danvan.vault import case_selectors, course_selectors
from danvan.vault.case_labels import STATES
from danvan.vault.course_labels import term_name
from danvan.vault.models import SealedCase

_MOST = 20
_NEVER = datetime.date.max


def due(viewer: Viewer) -> list[Item]:
    """Return what runs in the cases the viewer handles or assigns, the most urgent first.

    One line for each term of a course; for a case whose course has not begun, one
    for the case.
    """
    terms = course_selectors.due(viewer, limit=_MOST)
    begun = {term.case_id for term in terms}
    found = [_item(t.case, t.due, term_name(t)) for t in terms]
    found += [
        _item(case, case.deadline, STATES[case.state])
        for case in case_selectors.due(viewer, limit=_MOST)
        if case.pk not in begun
    ]
    return sorted(found, key=lambda item: item.due or _NEVER)[:_MOST]


def _item(case: SealedCase, day: datetime.date | None, note: object) -> Item:
    return Item(
        kind="sealed",
        title=_("Sealed case %(number)s") % {"number": case.number},
        url=reverse("vault:case", args=[case.pk]),
        due=day,
        note=str(note),
    )


def search(viewer: Viewer, q: str) -> list[Item]:
    """Find nothing: sealed cases are in no search."""
    return []
