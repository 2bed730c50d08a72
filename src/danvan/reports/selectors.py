"""Reading reports: the list, and one report with everything its page shows."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from danvan.accounts.rights import Viewer
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.reports.models import Check, Citation, Figure, Remark, Report

_FAILS = Q(check__holds=False, check__remark__isnull=True)


def listed(viewer: Viewer, q: str = "") -> QuerySet[Report]:
    """Return the reports the viewer may see, with their counts; one query.

    ``q`` is looked for in the names, without regard to diacritics. Each report
    carries ``errors``, ``warnings`` (those nobody called no error) and
    ``checked``, the number of statements that were checked.
    """
    found = Report.objects.visible_to(viewer).defer("text").select_related("unit")
    for word in fold(q).split():
        found = found.filter(folded__contains=word)
    return found.annotate(
        checked=Count("check"),
        errors=Count("check", filter=_FAILS & Q(check__severity="error")),
        warnings=Count("check", filter=_FAILS & Q(check__severity="warning")),
    ).order_by("-created", "name", "pk")


def with_errors(viewer: Viewer) -> QuerySet[Report]:
    """Return the reports with errors that nobody called none; one query."""
    return listed(viewer).filter(Q(errors__gt=0))


def comparable(viewer: Viewer, units: frozenset[int]) -> QuerySet[Report]:
    """Return the reports of ``units`` that a new one can be compared with: those with text."""
    found = Report.objects.visible_to(viewer).filter(unit_id__in=units)
    return found.exclude(text="").defer("text").order_by("-created", "name", "pk")


def before(unit: Unit, sha256: str, corrects: Report | None) -> Report | None:
    """Return the report of ``unit`` to compare one with that is given in now.

    That is the last one stored whose text is known; for a corrected version the one
    that its first version was compared with. For bytes known already, what stood
    before them. Reports that were corrected since give way to their correction.
    """
    if corrects is not None:
        return corrects.previous
    found = Report.objects.filter(unit=unit, corrected__isnull=True).exclude(text="")
    known = Report.objects.filter(unit=unit, sha256=sha256).defer("text").first()
    if known:
        found = found.filter(created__lt=known.created).exclude(pk=known.pk)
    return found.order_by("-created", "pk").first()


@dataclass(frozen=True, slots=True)
class Contents:
    """A report with all its rows, in the order of the audit."""

    report: Report
    figures: list[Figure]
    citations: list[Citation]
    checks: list[Check]
    remarks: dict[int, Remark]  # by the check's id


def contents(viewer: Viewer, pk: uuid.UUID) -> Contents:
    """Return one report with its rows; five queries.

    Raises Report.DoesNotExist, also for a viewer who may not see it.
    """
    report = (
        Report.objects.visible_to(viewer)
        .select_related("unit", "corrects", "previous")
        .defer("corrects__text", "previous__text")
        .get(pk=pk)
    )
    remarks = Remark.objects.filter(check_made__report=report)
    return Contents(
        report=report,
        figures=list(Figure.objects.filter(report=report)),
        citations=list(Citation.objects.filter(report=report)),
        checks=list(Check.objects.filter(report=report)),
        remarks={remark.check_made_id: remark for remark in remarks},
    )
