"""What the templates of the room show, put together as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.accounts.rights import Right, Viewer
from danvan.papers import labels, selectors, services
from danvan.papers.forms import AttachForm, NumberForm
from danvan.papers.models import Paper, State
from danvan.papers.sheet import Outcome
from danvan.papers.templates import template
from danvan.writers import paper as official

Words = Promise | str

PROBLEMS: Mapping[str, Words] = {
    "unknown": _("No such paper of your unit."),
    "no_number": _("Write the number alone, for example 15."),
    "no_date": _("Write a day that is past, for example 27/3/2026."),
    "not_a_draft": _("This paper has another number already, or was replaced."),
    "taken": _("Another paper has this number in this year."),
    "too_early": _("This day is before the paper was made."),
}
REFUSALS: Mapping[type[Exception], Words] = {
    services.NotADraft: PROBLEMS["not_a_draft"],
    services.NumberTaken: PROBLEMS["taken"],
    services.TooEarly: PROBLEMS["too_early"],
    services.NotSigned: _("Attach one PDF file to a paper that has its number."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One paper in a list."""

    paper: Paper
    name: str
    state: Words
    colour: str
    number: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a paper, by how it is shown: heading, text, sign."""

    kind: str
    text: str
    lead: str = ""
    titles: Sequence[str] = ()
    centred: bool = False


def rows(papers: Iterable[Paper]) -> list[Row]:
    """Return the lines of a list."""
    return [_row(paper) for paper in papers]


def of_paper(
    paper: Paper, viewer: Viewer, bound: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what the page of a paper shows; ``bound`` are forms that were refused."""
    said = selectors.composed(paper)
    may_number = viewer.may(Right.PAPERS_NUMBER, paper.unit_id)
    issued = paper.state == State.ISSUED
    form = next(iter(bound.values()), None)
    return {
        "row": _row(paper),
        "paper": paper,
        "said": said,
        "pieces": [_piece(block) for block in said.blocks],
        "number_line": official.number_line(said.number, said.symbol),
        "date_line": official.date_line(said.letterhead.place, said.date),
        "about": _about(paper),
        "form": form,
        "number_form": bound.get("number", NumberForm())
        if may_number and paper.state == State.DRAFT
        else None,
        "own_series": settings.PAPER_SERIES,
        "signed_form": bound.get("signed", AttachForm())
        if may_number and issued and paper.file is None
        else None,
        "may_replace": viewer.may(Right.PAPERS_MAKE, paper.unit_id)
        and paper.state != State.REPLACED,
    }


def of_sheet(taken: Sequence[Outcome]) -> Mapping[str, Any]:
    """Return what became of a sheet: how many, and each line that was refused."""
    wrong = [(o.row, PROBLEMS[o.word]) for o in taken if o.wrong]
    return {
        "taken": True,
        "numbered": sum(o.word == "numbered" for o in taken),
        "same": sum(o.word == "same" for o in taken),
        "left": sum(o.word == "left" for o in taken),
        "wrong": wrong,
    }


def _row(paper: Paper) -> Row:
    number = ""
    if paper.number and paper.date:
        written = official.number_line(paper.number, paper.symbol)
        number = f"{written.removeprefix('Số: ')}, {paper.date:%d/%m/%Y}"
    return Row(
        paper=paper,
        name=labels.name(template(paper.template)),
        state=labels.STATES[paper.state],
        colour=labels.COLOURS[paper.state],
        number=number,
    )


def _piece(block: official.Block) -> Piece:
    if isinstance(block, official.Heading):
        return Piece("heading", block.text)
    if isinstance(block, official.SignHere):
        return Piece("sign", "", titles=block.titles)
    if isinstance(block, official.Paragraph):
        return Piece("text", block.text, block.lead, centred=block.centred)
    raise TypeError(block)


def _about(paper: Paper) -> str:
    """Return the address of the record the paper is about; its room is named in a setting."""
    kind, _colon, key = paper.owner.partition(":")
    name = settings.RECORD_PAGES.get(kind)
    return reverse(name, args=[key]) if name else ""
