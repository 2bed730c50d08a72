"""Keep, share and drop views of a book; each function is one transaction."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.registers.models import SavedView

MOST = 20  # a person's own of one book; more would be no short list any more


class TooMany(ValueError):
    """The person keeps `MOST` views of this book already."""


def views_for(viewer: Viewer, kind: str) -> Sequence[SavedView]:
    """Return the viewer's views of a book and those shared in his units; one query."""
    mine = Q(shared=True)
    if viewer.user_id:
        mine |= Q(owner=uuid.UUID(viewer.user_id))
    units = viewer.units(Right.REGISTERS_READ)
    return list(SavedView.objects.filter(mine, kind=kind, unit__in=units))


@transaction.atomic
def save(
    *,
    owner: str,
    unit: Unit,
    kind: str,
    name: str,
    query: str,
    shared: bool,
    by: Actor,
) -> SavedView:
    """Keep a view; the same name again takes the place of the old one.

    ``owner`` is a user's id. Raises TooMany.
    """
    mine = SavedView.objects.filter(owner=uuid.UUID(owner), kind=kind)
    if not mine.filter(unit=unit, name=name).exists() and mine.count() >= MOST:
        raise TooMany
    said = {"query": query, "shared": shared}
    kept, _new = SavedView.objects.update_or_create(
        owner_id=uuid.UUID(owner), unit=unit, kind=kind, name=name, defaults=said
    )
    journal.write(
        by=by,
        action="registers.save-view",
        record=kept.record,
        changes={
            "kind": (None, kind),
            "name": journal.CHANGED,
            "shared": (None, str(shared).lower()),
        },
    )
    return kept


@transaction.atomic
def drop(*, kept: SavedView, by: Actor) -> None:
    """Forget a view."""
    journal.write(by=by, action="registers.drop-view", record=kept.record)
    kept.delete()
