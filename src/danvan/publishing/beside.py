"""Editions beside each other: what is public or will be, of every place.

A commune and its province publish the same unit's numbers, and a former unit's stand in
the editions of each of its successors, so releases are compared by unit and code.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from danvan.accounts import scope
from danvan.core.disclosure import releases
from danvan.core.disclosure.releases import Fault, Release
from danvan.publishing.disclosing import counts_things
from danvan.publishing.models import Edition, EditionFigure, FigureKind, State

_OUT = (State.APPROVED, State.PUBLISHED, State.SUPERSEDED)


def lock() -> None:
    """Let nobody else approve or publish until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            ["publishing.releases"],
        )


def faults(edition: Edition) -> tuple[Fault, ...]:
    """Return what an edition would tell beside all that is approved or published.

    Two queries, whoever asks and whosever places the others are. Ask under `lock`.
    """
    with scope.as_system("an edition is compared with those of every place"):
        cells = _counted(EditionFigure.objects.filter(edition=edition))
        found = _counted(
            EditionFigure.objects.filter(
                Q(edition__state__in=_OUT) & ~Q(edition=edition),
                unit__in={f.unit_id for f in cells},
                code__in={f.code for f in cells},
            )
        )
        others: dict[Edition, list[EditionFigure]] = {}
        for figure in found:
            others.setdefault(figure.edition, []).append(figure)
    mine = _release(edition, cells)
    beside = [_release(one, theirs) for one, theirs in others.items()]
    pairs = [releases.faults([mine, other]) for other in beside]
    every = [*releases.faults([mine]), *(f for pair in pairs for f in pair)]
    return tuple(dict.fromkeys(f for f in every if mine.id in f.releases))


def _counted(figures: QuerySet[EditionFigure]) -> list[EditionFigure]:
    # What was worked out from printed numbers, or measures, is no count.
    rows = figures.filter(kind=FigureKind.COUNTED)
    rows = rows.select_related("unit", "edition__period")
    return [f for f in rows if counts_things(f.code)]


def _release(edition: Edition, figures: Iterable[EditionFigure]) -> Release:
    printed = {(f.unit.code, f.code): int(f.amount) for f in figures}
    period = edition.period
    return Release(str(edition.pk), period.start, period.end, printed)
