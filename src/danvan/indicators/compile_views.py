"""The compiler's page: one screen to review, note, sign and send."""

from collections.abc import Mapping
from http import HTTPStatus

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import (
    compile_export,
    compile_page,
    compiling,
    counting,
    labels,
    moving,
    tree,
    units_behind,
    value_labels,
)
from danvan.indicators.compile_forms import EntryForm, NotesForm, SendForm
from danvan.indicators.compiling import Board
from danvan.indicators.models import Stage

_PER_PAGE = 30
READ = (Right.FORMS_READ, Right.FORMS_BELOW)


def board_of(
    request: HttpRequest, unit: int, period: str, sheet: str, *, to_fill: bool = False
) -> Board:
    """Return the sheet an address names, if it is the viewer's; else 404."""
    viewer = viewer_of(request)
    try:
        owed = compiling.owed(viewer, unit, period, sheet)
    except compiling.NoSuchSheet:
        raise Http404 from None
    board = compiling.board(viewer, owed, timezone.now())
    if to_fill and not board.may_fill:
        raise Http404
    return board


@require_safe
@requires(*READ)
def page(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Show the sheet: its numbers, what is odd, what to do next."""
    return shown(request, board_of(request, unit, period, sheet))


def shown(
    request: HttpRequest,
    board: Board,
    entries: Mapping[str, EntryForm] | None = None,
    notes: NotesForm | None = None,
    send: SendForm | None = None,
    wrong: Form | None = None,
) -> HttpResponse:
    marks = compile_page.marks(board)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    entries, saved = entries or {}, request.GET.get("saved", "")
    context = frame_of(board) | {
        "marks": marks,
        "groups": compile_page.groups(board, entries, empty=False),
        "empty": compile_page.groups(board, entries, empty=True),
        "left": len([c for c in board.empty if board.numbers[c].may_enter]),
        "open_empty": bool(entries),
        "notes": notes or _notes(board, marks),
        "send": send or SendForm(),
        "next": compile_page.next_step(board, marks),
        "wrong": wrong,
        "waiting": _waiting(board),
        "saved": saved if saved in board.numbers else "",
    }
    return render(request, "indicators/compile.html", context, status=status)


def _waiting(board: Board) -> bool:
    """Say whether a signed sheet is held up by units below that have not sent."""
    row = board.submission
    signed = row is not None and row.stage == Stage.SIGNED
    return signed and row is not None and moving.standing_of(row).waiting


def frame_of(board: Board) -> dict[str, object]:
    """Return what every page about a sheet says above it."""
    return {
        "board": board,
        "title": labels.say(board.sheet.name),
        "name": labels.period_name(board.period),
        "days": labels.period_days(board.period),
        "stage": compile_page.STAGES[board.owed.stage],
        "has_before": board.before.period is not None,
        "before": labels.period_name(board.before.period)
        if board.before.period
        else "",
        "year_ago": labels.period_name(board.year_ago.period)
        if board.year_ago.period
        else "",
    }


def _notes(board: Board, marks: list[compile_page.Mark]) -> NotesForm:
    codes = noted(board, marks)
    initial = {"note": board.note}
    initial |= {f"note-{code}": board.notes.get(code, "") for code in codes}
    return NotesForm(initial=initial, codes=codes)


def noted(board: Board, marks: list[compile_page.Mark]) -> list[str]:
    """Return the lines that may be explained one by one: odd ones, and those noted."""
    first = {mark.codes[0].code for mark in marks if mark.codes} | set(board.notes)
    return [code for code in board.numbers if code in first]


@require_safe
@requires(*READ)
def weigh(
    request: HttpRequest, unit: int, period: str, sheet: str, code: str
) -> HttpResponse:
    """Say what the rules would make of a number that is being typed; keeps nothing."""
    board = board_of(request, unit, period, sheet, to_fill=True)
    if code not in board.numbers:
        raise Http404
    form = EntryForm(request.GET, code=code)
    form.is_valid()
    amount = form.cleaned_data.get("value")
    marks = [] if amount is None else compile_page.tried(board, code, amount)
    context = {"marks": marks, "error": form.errors.get("value"), "tried": amount}
    return render(request, "indicators/compile_marks.html", context)


@require_safe
@requires(*READ)
def behind(
    request: HttpRequest, unit: int, period: str, sheet: str, code: str
) -> HttpResponse:
    """Show the records behind a number that the viewer may see; of a place its units."""
    board = board_of(request, unit, period, sheet)
    if code not in board.numbers:
        raise Http404
    viewer, of_units = viewer_of(request), tree.is_whole(board.unit)
    if of_units:
        found = units_behind.behind(viewer, board, code)
    else:
        units = tree.counted(board.unit, board.period.end)
        found = counting.behind(code, board.period, units, viewer)
    context = frame_of(board) | {
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        "number": board.numbers[code],
        "of_units": of_units,
        "shown": compile_page.shown(board.numbers[code]),
        "source": compile_page.source(board.numbers[code]),
        "indicator": value_labels.indicator_name(code),
        "back": f"{compile_page.address(board)}#row-{code}",
    }
    return render(request, "indicators/compile_behind.html", context)


@require_safe
@requires(*READ)
def printed(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Show the sheet for the printer, with its codes."""
    board = board_of(request, unit, period, sheet)
    groups = compile_page.groups(board, {}, empty=False)
    empty = compile_page.groups(board, {}, empty=True)
    context = frame_of(board) | {"parts": [groups, empty]}
    return render(request, "indicators/compile_print.html", context)


@require_safe
@requires(*READ)
def xlsx(request: HttpRequest, unit: int, period: str, sheet: str) -> HttpResponse:
    """Send the sheet as an Excel file, with its codes."""
    board = board_of(request, unit, period, sheet)
    name = f"{board.sheet.id}-{board.period.key}-{board.unit.code}.xlsx"
    return to_save(compile_export.xlsx(board), name, XLSX)
