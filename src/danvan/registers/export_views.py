"""The list as it is narrowed leaves as a sheet, or as the printed book."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.registers.kind import Kind
from danvan.files.answers import DOCX, XLSX, to_save
from danvan.orgs.models import Unit
from danvan.registers import book, frame, selectors, tally
from danvan.registers.book import Lines
from danvan.registers.labels import language
from danvan.registers.listing import ListForm


@never_cache
@require_safe
@requires(Right.REGISTERS_READ)
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand the narrowed list over as .xlsx."""
    known = frame.kind_or_404(kind)
    lines, _unit = _lines(request, known, frame.readable(request, known))
    if lines.summary.lines > book.MOST_LINES:
        return _too_many(request, known, book.MOST_LINES)
    return to_save(book.sheet(lines, language()), book.file_name(known, "xlsx"), XLSX)


@never_cache
@require_safe
@requires(Right.REGISTERS_READ)
def printed(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand the narrowed list over as the book on official paper."""
    known = frame.kind_or_404(kind)
    lines, unit = _lines(request, known, frame.readable(request, known))
    if lines.summary.lines > book.MOST_PRINTED:
        return _too_many(request, known, book.MOST_PRINTED)
    body = book.printed(lines, unit, language())
    return to_save(body, book.file_name(known, "docx"), DOCX)


def _lines(
    request: HttpRequest, kind: Kind, units: Sequence[Unit]
) -> tuple[Lines, Unit]:
    """Return what leaves, and the unit on whose paper it is printed."""
    viewer = viewer_of(request)
    filters = ListForm(request.GET, kind, units, timezone.localdate()).filters()
    rows = selectors.entries(viewer, kind, filters)
    if filters.feed:
        rows = tally.narrowed(kind, filters, rows)
    named = next((unit for unit in units if unit.pk == filters.unit), None)
    own = viewer.units(Right.REGISTERS_READ)
    unit = named or next((unit for unit in units if unit.pk in own), units[0])
    said = [_("From %s") % f"{filters.since:%d/%m/%Y}"] if filters.since else []
    said += [_("to %s") % f"{filters.until:%d/%m/%Y}"] if filters.until else []
    if named and len(units) > 1:
        said.append(named.name)
    summary = selectors.summary(kind, rows)
    return Lines(kind, rows, summary, " ".join(said)), unit


def _too_many(request: HttpRequest, kind: Kind, most: int) -> HttpResponse:
    context = frame.context(request, kind, "book")
    context["most"] = f"{most:,}".replace(",", ".")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "registers/too_many.html", context, status=status)
