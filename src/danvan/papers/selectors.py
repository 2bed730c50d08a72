"""Reads over papers; each takes who looks."""

import uuid
from collections.abc import Sequence

from danvan.accounts.rights import Viewer
from danvan.papers.models import Paper, PaperQuerySet, State
from danvan.papers.templates import fill, template
from danvan.writers import paper as official


def listed(viewer: Viewer, states: Sequence[str] = ()) -> PaperQuerySet:
    """Return the papers the viewer sees, the newest first; drafts unless asked."""
    found = Paper.objects.visible_to(viewer).select_related("unit")
    return found.filter(state__in=states or (State.DRAFT,)).defer("values")


def one(viewer: Viewer, pk: uuid.UUID) -> Paper:
    """Return one paper; Paper.DoesNotExist also where it may not be seen."""
    found = Paper.objects.visible_to(viewer)
    return found.select_related("unit", "file").get(pk=pk)


def of_record(viewer: Viewer, owner: str) -> list[Paper]:
    """Return the papers about a record that the viewer sees, the newest first."""
    found = Paper.objects.visible_to(viewer).filter(owner=owner)
    return list(found.select_related("file").defer("values"))


def may_read_file(viewer: Viewer, key: str) -> bool:
    """Say whether the viewer sees the paper ``key``, and so its signed copy."""
    return Paper.objects.visible_to(viewer).filter(pk=key).exists()


def composed(paper: Paper) -> official.Paper:
    """Return what the paper says, as both its page and its file show it."""
    known, head = template(paper.template), paper.head
    shell = official.Paper(
        letterhead=official.Letterhead(head["parent"], head["issuer"], head["place"]),
        kind="",
        subject="",
        symbol=paper.symbol,
        blocks=(),
        signature=official.Signature(head["authority"], head["post"]),
        number=paper.number,
        date=paper.date,
    )
    return fill(known, paper.values, shell)
