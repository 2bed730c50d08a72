"""What is found, for the desk of the office; books themselves owe nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts.rights import Right, Viewer
from danvan.core.desk import Item
from danvan.core.registers import load
from danvan.core.text.fold import fold
from danvan.registers.labels import group, say

_MOST = 20


def due(viewer: Viewer) -> list[Item]:
    """Return nothing: a line is written when there is something to write."""
    return []


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return the books whose name bears all the words; 20 at most."""
    words = fold(q.replace("\0", "")).split()
    if not words or not viewer.may(Right.REGISTERS_READ):
        return []
    found = [
        kind
        for kind in load.known().values()
        if all(word in fold(" ".join(kind.name.values())) for word in words)
    ]
    return [
        Item(
            kind="register",
            title=say(kind.name),
            url=reverse("registers:book", args=[kind.id]),
            note=_("Book: %(group)s") % {"group": group(kind.group)},
        )
        for kind in found[:_MOST]
    ]
