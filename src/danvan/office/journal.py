"""The page of auditors and of those who handle sealed cases: read the journal, check that nobody changed it."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.accounts.selectors import reach
from danvan.journal import anchors
from danvan.journal.models import Entry
from danvan.journal.selectors import entries, lengths
from danvan.journal.verify import Break, verify
from danvan.office import actions, words
from danvan.office.forms import JournalFilter, chain_label


@requires(Right.JOURNAL_READ, Right.SEALED_OPEN, Right.SEALED_ASSIGN)
def journal(request: HttpRequest) -> HttpResponse:
    """List the lines of the reader's chains, the latest first."""
    mine = reach(viewer_of(request))
    counts = lengths(mine)
    form = JournalFilter(request.GET, chains=counts)
    options = [(code, chain_label(code), count) for code, count in counts.items()]
    lines = entries(mine, form.wanted())
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    me = viewer_of(request).actor().id
    rows = [
        (
            line,
            words.actor(line.actor_label),
            actions.label(line.action),
            words.changes(line),
            words.ground(line, _ground(line, me)),
        )
        for line in page
    ]
    context = {"form": form, "page": page, "rows": rows, "options": options}
    return render(request, "office/journal.html", context)


@require_POST
@requires(Right.JOURNAL_READ, Right.SEALED_OPEN, Right.SEALED_ASSIGN)
def check(request: HttpRequest) -> HttpResponse:
    """Check one chain line by line, and against the heads kept outside."""
    chain = request.POST.get("chain", "")
    if chain not in reach(viewer_of(request)).may_check():
        raise PermissionDenied
    try:
        report = verify(anchors.read(settings.JOURNAL_ANCHORS), chain=chain)
    except anchors.Unreadable:
        messages.error(request, _("The heads kept outside the database are spoilt."))
        return redirect("office:journal")
    if report.breaks:
        messages.error(request, _broken(report.breaks[0]))
    else:
        text = _("Chain %(chain)s is whole: %(lines)s lines.")
        messages.success(request, text % {"chain": chain, "lines": report.lines})
    return redirect("office:journal")


def _broken(found: Break) -> str:
    said = {
        "missing": _("the line is missing"),
        "altered": _("the line was changed or moved"),
        "truncated": _("lines were cut off at the end"),
        "unanchored": _("the line is not the one kept outside the database"),
    }
    text = _("Chain %(chain)s is broken at line %(line)s: %(fault)s.")
    return text % {
        "chain": found.chain,
        "line": found.seq,
        "fault": said[found.fault],
    }


def _ground(line: Entry, me: str) -> str:
    # Whom a sealed story accuses reads here what he was told at the door.
    named = line.action == "vault.refused" and line.why == "accused"
    return "assignment" if named and line.actor_id == me else line.why
