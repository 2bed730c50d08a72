"""What a compiler does on the page: enter, say there was nothing, note, sign, send."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.actor import Actor
from danvan.core.indicators.approval import NotAllowed
from danvan.indicators import (
    compile_page,
    compile_services,
    compile_views,
    errors,
    labels,
    submitting,
)
from danvan.indicators.compile_forms import EntryForm, NotesForm, SendForm
from danvan.indicators.compile_page import address
from danvan.indicators.compile_views import board_of
from danvan.indicators.compiling import Board

FILL = (Right.FORMS_FILL, Right.FORMS_SUM)


@contextmanager
def _told(request: HttpRequest) -> Iterator[None]:
    """Turn a refusal into a message that names the cure; the page is shown again."""
    try:
        yield
    except errors.Closed as closed:
        messages.error(request, labels.say(closed.closure.message))
    except errors.NotDraft:
        messages.error(request, _("The sheet is signed; open it again to change it."))
    except errors.IsCounted:
        messages.error(
            request,
            _("This number is counted from records: put the case right instead."),
        )
    except errors.DoesNotAddUp:
        messages.error(
            request,
            _("The sheet does not add up. Put the cases right, or write a note why."),
        )
    except errors.NothingFilled:
        messages.error(request, _("There is nothing to sign."))
    except errors.NoReason:
        messages.error(request, _("Write why, then send again."))
    except errors.OutOfRange:
        messages.error(request, _("The number is too large."))
    except NotAllowed:
        messages.error(
            request, _("This cannot be done now. The page shows how the sheet stands.")
        )


def _by(request: HttpRequest, board: Board) -> Actor:
    """Return who acts: in the sheet's unit, or in the department that works for it."""
    viewer = viewer_of(request)
    own = any(viewer.may(right, board.unit.pk) for right in FILL)
    return viewer.actor(board.unit.pk if own else None)


@require_POST
@requires(*FILL)
def enter(
    request: HttpRequest, unit: int, period: str, sheet: str, code: str
) -> HttpResponse:
    """Enter one number where nothing counts; what is wrong is shown and kept."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    if code not in board.numbers:
        raise Http404
    form = EntryForm(request.POST, code=code)
    if not form.is_valid():
        return compile_views.shown(request, board, entries={code: form}, wrong=form)
    with _told(request):
        compile_services.enter(
            board=board,
            code=code,
            amount=form.cleaned_data["value"],
            reason=form.cleaned_data["reason"],
            by=_by(request, board),
            now=timezone.now(),
        )
    return redirect(f"{address(board)}?saved={code}#row-{code}")


@require_POST
@requires(*FILL)
def nothing(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Say of one line, or of all that are empty, that there was nothing to report."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    code = request.POST.get("code", "")
    if code and code not in board.numbers:
        raise Http404
    all_empty = [c for c in board.empty if board.numbers[c].may_enter]
    with _told(request):
        compile_services.nothing(
            board=board,
            codes=[code] if code else all_empty,
            by=_by(request, board),
            now=timezone.now(),
        )
    there = f"?saved={code}#row-{code}" if code else ""
    return redirect(address(board) + there)


@require_POST
@requires(*FILL)
def note(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Keep the notes; those of lines are sent up with their lines."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    codes = compile_views.noted(board, compile_page.marks(board))
    form = NotesForm(request.POST, codes=codes)
    if not form.is_valid():
        return compile_views.shown(request, board, notes=form, wrong=form)
    with _told(request):
        compile_services.set_notes(
            board=board,
            note=form.cleaned_data["note"],
            notes=form.by_code,
            by=_by(request, board),
            now=timezone.now(),
        )
        messages.success(request, _("The notes are kept."))
    return redirect(address(board))


@require_POST
@requires(*FILL)
def sign(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Record who stands for the numbers."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    with _told(request):
        compile_services.sign(
            viewer=viewer_of(request),
            owed=board.owed,
            by=_by(request, board),
            now=timezone.now(),
        )
    return redirect(f"{address(board)}#steps")


@require_POST
@requires(*FILL)
def unsign(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Open a signed sheet again; it is not sent yet."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    if board.submission is None:
        raise Http404
    with _told(request):
        submitting.unsign(
            submission=board.submission, by=_by(request, board), now=timezone.now()
        )
    return redirect(address(board))


@require_POST
@requires(*FILL)
def send(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Send a signed sheet up."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    form = SendForm(request.POST)
    if not form.is_valid():
        return compile_views.shown(request, board, send=form, wrong=form)
    with _told(request):
        compile_services.send(
            board=board,
            reason=form.cleaned_data["reason"],
            by=_by(request, board),
            now=timezone.now(),
        )
        messages.success(request, _("The sheet is sent."))
    return redirect(f"{address(board)}#steps")
