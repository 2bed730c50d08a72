"""Taking a book's sheet in: read, shown, taken in or handed back, forgotten."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts import scope
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.registers import blank, copies, frame, heads, importing
from danvan.registers.errors import Refused
from danvan.registers.import_forms import Choice, ImportForm
from danvan.registers.importing import Found, Tell
from danvan.registers.labels import language
from danvan.registers.lines import Checker
from danvan.registers.models import Import
from danvan.ui import growing
from danvan.writers.marked import Unmarkable

LONG = 3_000  # rows that take longer to check than a page should, some seconds
SHOWN = 300  # faults on a page; the file with the column has them all


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REGISTERS_WRITE)
def take_in(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Take the sheet of a book in."""
    known = frame.kind_or_404(kind)
    units = frame.writable(request, known)
    if request.method != "POST":
        return _page(request, ImportForm(kind=known, units=units))
    form = ImportForm(request.POST, request.FILES, kind=known, units=units)
    if not form.is_valid() or not form.read():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if lacking := form.sheet.columns.missing(known):
        names = ", ".join(heads.key_head(known, key, language()) for key in lacking)
        form.add_error("file", _("The sheet has no column for: %s.") % names)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.cleaned_data["choice"] == Choice.MARK:
        return _marked(request, form)
    if len(form.sheet.grid) > LONG:
        return _growing(request, form)
    return _done(request, form, _work(request, form)(lambda _rows: None))


@require_safe
@requires(Right.REGISTERS_WRITE)
def empty(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the book's empty sheet, to be filled in."""
    known = frame.kind_or_404(kind)
    units = frame.writable(request, known)
    return to_save(blank.workbook(known, units, language()), f"{known.id}.xlsx", XLSX)


def _checker(form: ImportForm) -> Checker:
    units = list(form.units.values())
    today = timezone.localdate()
    return Checker(form.kind, form.sheet, form.chosen_unit, units, today)


def _work(request: HttpRequest, form: ImportForm) -> Callable[[Tell], Found | None]:
    """Return what is to be done; it returns None where the database refused."""
    choice, checker = Choice(form.cleaned_data["choice"]), _checker(form)
    if choice is Choice.LOOK or not form.confirmed():
        return partial(importing.look, checker)
    store = partial(
        importing.take_in,
        checker=checker,
        whole=choice is Choice.ALL,
        by=viewer_of(request).actor(checker.unit.pk),
        now=timezone.now(),
    )

    def work(tell: Tell) -> Found | None:
        try:
            return store(tell=tell)
        except (DatabaseError, Refused):
            # What the database says of it may quote the row.
            return None

    return work


def _done(request: HttpRequest, form: ImportForm, found: Found | None) -> HttpResponse:
    if found is None:
        form.add_error(None, _("Nothing was stored. Send the file once more."))
        return _page(request, form, status=HTTPStatus.CONFLICT)
    context = _outcome(form, found) | {"kind": form.kind}
    context |= frame.context(request, form.kind, "import")
    return render(request, "registers/import.html", context)


def _outcome(form: ImportForm, found: Found | None) -> dict[str, Any]:
    """Return what a page says of a sheet that was looked at or taken in."""
    if found is None:
        return {"broken": True}
    looked = not form.confirmed() or form.cleaned_data["choice"] == Choice.LOOK
    refused = not looked and found.made is None and found.bad > 0
    offered = Choice.MARK if found.bad else Choice.ALL
    before = Import.objects.filter(
        kind=form.kind.id, file_hash=form.sheet.file_hash, unit__in=form.units
    ).order_by("made_at")
    return {
        "found": found,
        "form": form.again(offered),
        "unit": form.chosen_unit,
        "looked": looked,
        "refused": refused,
        "unseen": looked and form.cleaned_data["choice"] != Choice.LOOK,
        "before": None if found.made else before.first(),
        "unread": form.sheet.columns.unread,
        "problems": found.problems[:SHOWN],
        "more": max(0, len(found.problems) - SHOWN),
    }


def _growing(request: HttpRequest, form: ImportForm) -> HttpResponseBase:
    context = frame.context(request, form.kind, "import")
    page = render_to_string("registers/importing.html", context, request)
    context |= {"csrf_token": get_token(request), "rows": len(form.sheet.grid)}
    work, viewer = _work(request, form), viewer_of(request)

    def seen(tell: Tell) -> dict[str, Any]:
        # A connection of its own, to which nobody has said yet who looks.
        scope.open_for(viewer)
        return _outcome(form, work(tell))

    return growing.answer(page, _pieces(seen, context, get_language() or "vi"))


def _pieces(
    work: Callable[[Tell], dict[str, Any]], context: Mapping[str, Any], tongue: str
) -> Iterator[str]:
    def told(tell: Tell) -> dict[str, Any]:
        with translation.override(tongue):  # a thread begins in the default
            return work(tell)

    for said in growing.watched(told):
        more = {"done": said}
        if isinstance(said, growing.Outcome):
            more = said.value or {"broken": True}
        with translation.override(tongue):
            yield render_to_string(
                "registers/parts/taking_in.html", {**context, **more}
            )


def _page(
    request: HttpRequest, form: ImportForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = frame.context(request, form.kind, "import") | {"form": form}
    return render(request, "registers/import.html", context, status=status)


def _marked(request: HttpRequest, form: ImportForm) -> HttpResponse:
    found = importing.look(_checker(form))
    try:
        body = copies.marked(form.data_of_file, form.sheet, found.problems)
    except Unmarkable as refused:
        form.add_error("file", copies.why(refused))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return to_save(body, f"{form.kind.id}-co-cot-loi.xlsx", XLSX)
