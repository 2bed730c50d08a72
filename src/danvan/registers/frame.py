"""What the pages of one book have in common."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from danvan.accounts.permissions import viewer_of
from danvan.accounts.rights import Right
from danvan.core.registers import load
from danvan.core.registers.kind import Kind
from danvan.orgs.models import Unit
from danvan.registers import labels, reach, selectors


def kind_or_404(slug: str) -> Kind:
    """Return the book an address names."""
    if (kind := load.known().get(slug)) is None:
        raise Http404
    return kind


def readable(request: HttpRequest, kind: Kind) -> Sequence[Unit]:
    """Return the units that keep such a book and whose books the viewer reads.

    404 where there is none: to the viewer this book does not exist.
    """
    found = selectors.units(viewer_of(request), timezone.localdate())
    keepers = [unit for unit in found if reach.keeps(kind, unit)]
    if not keepers:
        raise Http404
    return keepers


def writable(request: HttpRequest, kind: Kind) -> Sequence[Unit]:
    """Return the units in whose book the viewer may write; 404 where there is none."""
    found = selectors.keepers(viewer_of(request), kind, timezone.localdate())
    if not found:
        raise Http404
    return found


def context(request: HttpRequest, kind: Kind, here: str) -> dict[str, Any]:
    """Return what the head of every page about a book shows."""
    viewer, today = viewer_of(request), timezone.localdate()
    edition = kind.on(today) or kind.latest
    return {
        "kind": kind,
        "name": labels.say(kind.name),
        "note": labels.say(kind.note) if kind.note else "",
        "group": labels.group(kind.group),
        "grounds": edition.grounds,
        "here": here,
        "account": viewer.user_id,  # whose lines a browser keeps
        "may_write": bool(selectors.keepers(viewer, kind, today)),
        "may_lock": viewer.may(Right.REGISTERS_LOCK),
    }


def day_text(day: datetime.date | None) -> str:
    """Write a day as offices do."""
    return f"{day:%d/%m/%Y}" if day else "–"
