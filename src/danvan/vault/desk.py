"""What is due at the vault, on the desk of its handlers and nowhere else.

These lines are shown on the page of the one who signed in. They are never
sent: no digest, no message, no demand about a sealed case leaves the house.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.desk import Item
from danvan.vault import case_selectors
from danvan.vault.case_labels import STATES

_MOST = 20


def due(viewer: Viewer) -> list[Item]:
    """Return the cases the viewer handles or assigns, the most urgent first."""
    return [
        Item(
            kind="sealed",
            title=_("Sealed case %(number)s") % {"number": case.number},
            url=reverse("vault:case", args=[case.pk]),
            due=case.deadline,
            note=str(STATES[case.state]),
        )
        for case in case_selectors.due(viewer, limit=_MOST)
    ]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Find nothing: sealed cases are in no search."""
    return []
