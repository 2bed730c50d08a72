"""How many matters each field of law brings, for the situation sheet: counts only."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import Count
from django.db.models.functions import Coalesce

from danvan.accounts import scope
from danvan.core.casework.workflow import Kind
from danvan.petitions.models import Petition


def by_field(
    start: datetime.date, end: datetime.date, unit_ids: Collection[int]
) -> Mapping[tuple[int, str], int]:
    """Return the matters taken in from ``start`` to ``end``, by unit and field.

    Several letters of one matter are one source. Denunciations are none, and so are
    letters whose field nobody said. One query; shows no letter to anybody.
    """
    taken_in = Petition.objects.filter(
        unit__in=unit_ids, received_on__range=(start, end)
    ).exclude(kind=Kind.DENUNCIATION)
    rows = (
        taken_in.exclude(field="")
        .order_by()
        .values("unit_id", "field")
        .annotate(sources=Count(Coalesce("matter_id", "id"), distinct=True))
    )
    with scope.as_system("a count shows no letter to anybody"):
        return {(row["unit_id"], row["field"]): row["sources"] for row in rows}
