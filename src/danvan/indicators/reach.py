"""Whose values one reads and whose one gives: one's own unit's, of the place, of before.

Said twice on purpose: here for lists, and in the database (``sql/values.sql``,
``sql/former.sql``) as the second lock; a test holds both equal.
"""

import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from danvan.accounts.rights import Right, Viewer
from danvan.indicators import tree
from danvan.indicators.models import Provenance
from danvan.orgs import selectors
from danvan.orgs.models import Kind, Level, Unit
from danvan.reports.models import Report


def readable(viewer: Viewer) -> frozenset[int]:
    """Return the units whose values the viewer reads, with what they were; one query.

    His own, those below with FORMS_BELOW, those of the whole place with FORMS_PLACE,
    and former units that went into any of them.
    """
    own, above = viewer.units(Right.FORMS_READ), viewer.units(Right.FORMS_BELOW)
    whole = viewer.units(Right.FORMS_PLACE)
    if not own | above:
        return frozenset()
    return _asked(
        "SELECT indicators_with_former(%s::bigint[]"
        " || indicators_below(%s::bigint[], %s::bigint[]))",
        [sorted(own), sorted(above), sorted(whole)],
    )


def fillable(viewer: Viewer, today: datetime.date) -> frozenset[int]:
    """Return the units whose values the viewer gives, corrects and chooses.

    Those in which he fills forms, the place itself for who also reads all of it, and
    what they were before. A query, and one more for each such place.
    """
    own = viewer.units(Right.FORMS_FILL)
    if not own:
        return frozenset()
    seats = Unit.objects.filter(pk__in=own & viewer.units(Right.FORMS_PLACE))
    places = {tree.place_of(unit, today).pk for unit in seats}
    return _asked("SELECT indicators_with_former(%s)", [sorted(own | places)])


def gone(viewer: Viewer, today: datetime.date) -> frozenset[int]:
    """Return the ended units above communes that went into a place he works in.

    A place, its province and its departments speak of the same former ones. A query
    for each unit above his own.
    """
    seats = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_FILL))
    above = (unit for seat in seats for unit in selectors.ancestors(seat, today))
    places = {unit.pk for unit in (*seats, *above)}
    found = _asked("SELECT indicators_with_former(%s)", [sorted(places)])
    ended = Unit.objects.filter(pk__in=found, valid_to__isnull=False)
    ended = ended.filter(kind=Kind.TERRITORY).exclude(level=Level.COMMUNE)
    return frozenset(ended.values_list("pk", flat=True))


def held(viewer: Viewer) -> Q:
    """Return which values the viewer sees for holding the report they were read in.

    Those of former units, which have no office any more.
    """
    reports = Report.objects.visible_to(viewer).annotate(key=Cast(F("pk"), TextField()))
    return Q(
        provenance=Provenance.REPORTED,
        unit__valid_to__isnull=False,
        origin__in=reports.values("key"),
    )


def _asked(sql: str, values: list[Any]) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return frozenset(cursor.fetchone()[0])
