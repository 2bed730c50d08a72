"""Reads over editions, their sources and comments."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, QuerySet

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models import Period, Provenance, Value
from danvan.indicators.origins import report_ids
from danvan.orgs.models import Unit
from danvan.publishing.models import (
    Comment,
    Edition,
    EditionFigure,
    OpenSource,
    PageCount,
    Verdict,
)
from danvan.reports.models import Report

# The days do not matter here: whatever once stood there has its values there.
_FAMILY = """
    WITH RECURSIVE root AS (
        SELECT u.id, u.level FROM orgs_unit u WHERE u.id = %s
    ), family AS (
        SELECT id FROM root
        UNION
        SELECT c.from_unit_id FROM orgs_unitchange c JOIN root ON c.to_unit_id = root.id
        JOIN orgs_unit f ON f.id = c.from_unit_id AND f.level = root.level
        UNION
        SELECT u.id FROM orgs_unit u JOIN family ON u.parent_id = family.id
    )
    SELECT id FROM family
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A report whose figures are values of the place, and what is marked of it."""

    sha256: str
    name: str
    source_name: str
    has_text: bool
    mark: OpenSource | None


def editions(viewer: Viewer) -> QuerySet[Edition]:
    """Return the editions of the viewer's places, newest first, with their numbers."""
    found = Edition.objects.visible_to(viewer).select_related("place", "period")
    return found.annotate(many=Count("figures")).order_by("-prepared_at", "pk")


def edition(viewer: Viewer, pk: uuid.UUID) -> Edition:
    """Return one edition; raises DoesNotExist for one of somebody else."""
    found = Edition.objects.visible_to(viewer)
    return found.select_related(
        "place", "period", "corrects", "correction", "news"
    ).get(pk=pk)


def figures(viewer: Viewer, shown: Edition) -> QuerySet[EditionFigure]:
    """Return the figures of an edition, by unit and code."""
    visible = Edition.objects.visible_to(viewer).values("pk")
    found = shown.figures.filter(edition__in=visible).select_related("unit", "period")
    return found.order_by("unit__code", "code")


def places(viewer: Viewer) -> list[Unit]:
    """Return the places whose editions the viewer may make."""
    units = Unit.objects.filter(pk__in=viewer.units(Right.EDITIONS_PUBLISH))
    return list(units)


def periods(viewer: Viewer, place: Unit) -> list[Period]:
    """Return the periods of which the place has values, newest first."""
    if not viewer.may(Right.EDITIONS_PUBLISH, place.pk):
        return []
    with scope.as_system("an edition reads the values of the whole place"):
        used = Value.objects.standing().filter(unit__in=_units(place))
        keys = set(used.order_by().values_list("period", flat=True).distinct())
    return list(Period.objects.filter(pk__in=keys))


def sources(viewer: Viewer, place: Unit) -> list[Held]:
    """Return the reports whose figures are values of the place, by name."""
    if not viewer.may(Right.EDITIONS_READ, place.pk):
        return []
    marks = {m.sha256: m for m in OpenSource.objects.filter(unit=place)}
    with scope.as_system("a source is marked by the place whose figures it prints"):
        used = Value.objects.filter(
            unit__in=_units(place), provenance=Provenance.REPORTED
        )
        origins = used.order_by().values_list("origin", flat=True).distinct()
        ids = report_ids(origins)
        reports: Sequence[Report] = list(Report.objects.filter(pk__in=ids))
    by_hash: dict[str, Held] = {}
    for report in sorted(reports, key=lambda r: (r.name, bool(r.text))):
        by_hash[report.sha256] = Held(
            *(report.sha256, report.name, report.source_name, bool(report.text)),
            marks.get(report.sha256),
        )
    return list(by_hash.values())


def comments(viewer: Viewer, *, waiting: bool) -> QuerySet[Comment]:
    """Return the comments that wait, oldest first, or those judged, newest first."""
    found = Comment.objects.visible_to(viewer).select_related("news")
    if waiting:
        return found.filter(state=Verdict.PENDING)
    return found.exclude(state=Verdict.PENDING).order_by("-judged_at")


def openings(limit: int = 100) -> list[PageCount]:
    """Return the most opened kinds of pages of the last days."""
    return list(PageCount.objects.order_by("-day", "-opened")[:limit])


def _units(place: Unit) -> list[int]:
    """Return the ids of the place, of what it was made from, and of all below them."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [place.pk])
        return [pk for (pk,) in cursor.fetchall()]
