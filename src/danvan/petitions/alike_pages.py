"""What the pages of likely duplicates show, put together as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import similarity, workflow
from danvan.core.casework.workflow import State, Step
from danvan.petitions import labels
from danvan.petitions.alike_forms import LinkForm, UntieForm
from danvan.petitions.duplicates import By, Likely
from danvan.petitions.labels import Words
from danvan.petitions.linking import Tie
from danvan.petitions.matters import Link, LinkKind
from danvan.petitions.models import Petition

BY: Words = {
    By.TEXT: _("Same content"),
    By.PHONE: _("Same telephone number"),
    By.PERSON: _("Same name and place"),
    By.PLACE: _("Same place"),
}
TIES: Words = {
    LinkKind.DUPLICATE: _("Copy of"),
    LinkKind.CONTINUATION: _("Continues"),
    LinkKind.PART: _("Part of"),
    Tie.MATTER: _("Same matter as"),
}
BACK: Words = {
    LinkKind.DUPLICATE: _("Has the copy"),
    LinkKind.CONTINUATION: _("Continued by"),
    LinkKind.PART: _("Has the part"),
}
Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A likely duplicate beside the letter, the words they share marked in both."""

    petition: Petition
    by: Sequence[Any]
    percent: int
    state: Any
    colour: str
    here: Pieces
    there: Pieces
    ours: bool  # of the same unit: it may be opened and tied
    form: LinkForm | None


@dataclass(frozen=True, slots=True)
class Tied:
    """One letter that this one is tied to, and how it is said."""

    said: Any
    petition: Petition
    state: Any
    colour: str
    undo: UntieForm | None = None


def compared(
    what: str,
    likely: Iterable[Likely],
    *,
    unit: int,
    case: Petition | None = None,
    bound: LinkForm | None = None,
    may_link: bool = False,
) -> list[Compared]:
    """Return the likely duplicates of a text, ready to be shown beside it."""
    words = similarity.words(what)
    shown = []
    for one in likely:
        other = one.petition
        shared = words & similarity.words(other.what)
        ours = other.unit_id == unit
        form = None
        if case is not None and may_link and ours:
            mine = bound is not None and bound.data.get("of") == str(other.pk)
            form = bound if mine else LinkForm(petition=case, of=other)
        shown.append(
            Compared(
                petition=other,
                by=[BY[by] for by in By if by in one.by],
                percent=round(one.share * 100),
                state=labels.STATES[other.state],
                colour=labels.COLOURS[other.state],
                here=similarity.pieces(what, shared),
                there=similarity.pieces(other.what, shared),
                ours=ours,
                form=form,
            )
        )
    return shown


def may_link(viewer: Viewer, petition: Petition) -> bool:
    """Say whether the viewer ties this letter to others."""
    return viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)


def may_join(petition: Petition) -> bool:
    """Say whether the law's course lets the letter still become a copy."""
    return _open_to(petition, Step.JOIN)


def may_separate(petition: Petition) -> bool:
    """Say whether the letter is a copy that can be taken apart."""
    return _open_to(petition, Step.SEPARATE)


def _open_to(petition: Petition, step: Step) -> bool:
    ways = workflow.next_steps(
        State(petition.state),
        workflow.Kind(petition.kind),
        instance=petition.instance,
    )
    return step in {way.step for way in ways}


def ties(petition: Petition, viewer: Viewer, links: Iterable[Link]) -> list[Tied]:
    """Return what the letter is tied to, both ways, ``links`` being all it has.

    No query, one where it belongs to a matter.
    """
    may = may_link(viewer, petition)
    found = []
    for link in links:
        if link.petition_id == petition.pk:
            undo = _undo(petition, link.of, link.kind) if may else None
            found.append(_tied(TIES[link.kind], link.of, undo))
        else:
            found.append(_tied(BACK[link.kind], link.petition))
    if petition.matter_id is not None:
        others = Petition.objects.filter(matter=petition.matter_id)
        for other in others.exclude(pk=petition.pk).order_by("received_at"):
            undo = _undo(petition, other, Tie.MATTER) if may else None
            found.append(_tied(TIES[Tie.MATTER], other, undo))
    return found


def _tied(said: Any, other: Petition, undo: UntieForm | None = None) -> Tied:
    return Tied(
        said, other, labels.STATES[other.state], labels.COLOURS[other.state], undo
    )


def _undo(petition: Petition, of: Petition, kind: str) -> UntieForm | None:
    if kind == LinkKind.PART:
        return None
    if kind == LinkKind.DUPLICATE and not may_separate(petition):
        return None
    return UntieForm(petition=petition, of=of, kind=kind)


def of_case(
    petition: Petition, viewer: Viewer, links: Iterable[Link]
) -> Mapping[str, Any]:
    """Return what the page of a case shows of its ties."""
    # Asked for by the whole page alone; beside the list nobody pays for it.
    return {"ties": partial(ties, petition, viewer, links)}
