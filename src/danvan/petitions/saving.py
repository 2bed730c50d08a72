"""Keep, share and drop filters of the queue; each function is one transaction."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions.saved import SavedFilter

MOST = 20  # a person's own; more would be no short list any more


class TooMany(ValueError):
    """The person keeps `MOST` filters already."""


def saved_for(viewer: Viewer) -> Sequence[SavedFilter]:
    """Return the viewer's filters and those shared in his units, by name."""
    mine = Q(shared=True)
    if viewer.user_id:
        mine |= Q(owner=uuid.UUID(viewer.user_id))
    units = viewer.units(Right.PETITIONS_READ)
    return list(SavedFilter.objects.filter(mine, unit__in=units))


@transaction.atomic
def save(
    *, owner: str, unit: Unit, name: str, query: str, shared: bool, by: Actor
) -> SavedFilter:
    """Keep a filter; the same name again takes the place of the old one.

    ``owner`` is a user's id. Raises TooMany.
    """
    mine = SavedFilter.objects.filter(owner=uuid.UUID(owner))
    if not mine.filter(unit=unit, name=name).exists() and mine.count() >= MOST:
        raise TooMany
    said = {"query": query, "shared": shared}
    kept, _new = SavedFilter.objects.update_or_create(
        owner_id=uuid.UUID(owner), unit=unit, name=name, defaults=said
    )
    journal.write(
        by=by,
        action="petition.save-filter",
        record=kept.record,
        changes={"name": journal.CHANGED, "shared": (None, str(shared).lower())},
    )
    return kept


@transaction.atomic
def drop(*, kept: SavedFilter, by: Actor) -> None:
    """Forget a filter."""
    journal.write(by=by, action="petition.drop-filter", record=kept.record)
    kept.delete()
