"""What a desk shows of reports: those with open errors, and those found by name."""

from django.urls import reverse
from django.utils.translation import ngettext

from danvan.accounts.rights import Viewer
from danvan.core.desk import Item
from danvan.reports import selectors
from danvan.reports.models import Report

_SHOWN = 20


def due(viewer: Viewer) -> list[Item]:
    """Return the reports that hold errors nobody has answered; one query."""
    return [_item(report) for report in selectors.with_errors(viewer)[:_SHOWN]]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return the reports whose name holds the words of ``q``; one query."""
    return [_item(report) for report in selectors.listed(viewer, q)[:_SHOWN]]


def _item(report: Report) -> Item:
    errors: int = report.errors  # type: ignore[attr-defined]
    note = ngettext("%(n)s error", "%(n)s errors", errors) % {"n": errors}
    return Item(
        kind="reports",
        title=report.name,
        url=reverse("reports:detail", kwargs={"pk": report.pk}),
        note=note if errors else "",
    )
