"""Reads over the leader's list of matters; each takes who looks."""

from collections.abc import Sequence

from django.db.models import Prefetch, Sum
from django.db.models.functions import Coalesce

from danvan.accounts.rights import Right, Viewer
from danvan.petitions.models import Petition
from danvan.petitions.settlement import WatchedMatter


def listed(viewer: Viewer, *, closed: bool = False) -> Sequence[WatchedMatter]:
    """Return the matters on the lists the viewer reads, the next review first.

    Each has ``people`` (who signed, over its letters) and ``matter.letters``. Two
    queries.
    """
    letters = Petition.objects.visible_to(viewer).only("pk", "number", "matter_id")
    found = WatchedMatter.objects.filter(
        unit__in=viewer.units(Right.PETITIONS_READ), closed_on__isnull=not closed
    )
    found = found.select_related("unit", "matter").annotate(
        people=Coalesce(Sum("matter__letters__people"), 0)
    )
    return list(found.prefetch_related(Prefetch("matter__letters", queryset=letters)))


def one(viewer: Viewer, pk: int) -> WatchedMatter:
    """Return one line of the lists; WatchedMatter.DoesNotExist also where not seen."""
    units = viewer.units(Right.PETITIONS_READ)
    return WatchedMatter.objects.select_related("unit").get(pk=pk, unit__in=units)
