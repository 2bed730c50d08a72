"""Everything that makes, numbers and replaces a paper."""

import datetime
import secrets
import uuid
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from danvan.core.actor import Actor
from danvan.core.casework.number import ALPHABET
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.files.services import Taken
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.papers import letterhead, series
from danvan.papers.models import Paper, Signer, State
from danvan.papers.templates import template as find


class NotADraft(ValueError):
    """The paper has its number already, or was replaced."""


class NumberTaken(ValueError):
    """Another paper of the unit has this number in this year."""


class TooEarly(ValueError):
    """A paper cannot bear a day before it was made."""


class NotSigned(ValueError):
    """Only an issued paper has a signed copy, and only one, as a PDF."""


@transaction.atomic
def make(
    *,
    template: str,
    owner: str,
    unit: Unit,
    values: Mapping[str, str],
    by: Actor,
    today: datetime.date,
    signed_by: str = Signer.HEAD,
    replaces: Paper | None = None,
) -> Paper:
    """Make a draft of a paper about the record ``owner``; raises NoTemplate.

    ``values`` are kept as they are: what changes later in the record changes no
    paper. With ``replaces`` that one counts no more.
    """
    known = find(template)
    paper = Paper.objects.create(
        code=_code(),
        owner=owner,
        template=known.code,
        unit=unit,
        made_on=today,
        made_by=by.label,
        values=dict(values),
        symbol=letterhead.symbol(unit, known),
        head=letterhead.frozen(unit, known, signed_by),
        signed_by=signed_by,
        replaces=replaces,
    )
    journal.write(
        by=by,
        action="papers.make",
        record=paper.record,
        changes={"template": (None, known.code), "owner": (None, owner)},
    )
    return paper


@transaction.atomic
def number(
    *, paper: Paper, number: str, date: datetime.date, by: Actor, series: str = "hand"
) -> Paper:
    """Write down number and day as the clerical office gave them.

    The same number and day again change nothing. Raises NotADraft, NumberTaken,
    TooEarly.
    """
    paper = _locked(paper)
    number = number.lstrip("0") or number
    if (paper.number, paper.date) == (number, date):
        return paper
    if paper.state != State.DRAFT:
        raise NotADraft
    if date < paper.made_on:
        raise TooEarly
    paper.number, paper.date, paper.state = number, date, State.ISSUED
    try:
        with transaction.atomic():
            paper.save(update_fields=["number", "date", "state"])
    except IntegrityError:
        raise NumberTaken from None
    journal.write(
        by=by,
        action="papers.number",
        record=paper.record,
        changes={
            "number": (None, number),
            "date": (None, date.isoformat()),
            "series": (None, series),
        },
    )
    return paper


@transaction.atomic
def number_ourselves(*, paper: Paper, by: Actor, today: datetime.date) -> Paper:
    """Give the next number of the unit's own series; raises SeriesNotKept, NotADraft.

    Paper and number are one transaction: a number is never lost.
    """
    locked = _locked(paper)
    if locked.state != State.DRAFT:
        raise NotADraft
    given = series.next_number(unit=locked.unit, year=today.year)
    return number(paper=locked, number=str(given), date=today, by=by, series="own")


@transaction.atomic
def attach(*, paper: Paper, taken: Taken, by: Actor) -> Paper:
    """Attach the signed copy, a PDF; raises NotSigned."""
    paper = _locked(paper)
    is_pdf = taken.content_type == "application/pdf"
    if paper.state != State.ISSUED or paper.file_id is not None or not is_pdf:
        raise NotSigned
    paper.file = files.record(taken=taken, owner=paper.record, by=by)
    paper.save(update_fields=["file"])
    journal.write(
        by=by,
        action="papers.attach",
        record=paper.record,
        changes={"file": (None, str(taken.id))},
    )
    return paper


@transaction.atomic
def replace(
    *,
    paper: Paper,
    values: Mapping[str, str],
    by: Actor,
    today: datetime.date,
    signed_by: str = Signer.HEAD,
) -> Paper:
    """Make a new draft in place of a paper, which keeps its number; NotADraft if done."""
    old = _locked(paper)
    if old.state == State.REPLACED:
        raise NotADraft
    before, old.state = old.state, State.REPLACED
    old.save(update_fields=["state"])
    new = make(
        template=old.template,
        owner=old.owner,
        unit=old.unit,
        values=values,
        by=by,
        today=today,
        signed_by=signed_by,
        replaces=old,
    )
    journal.write(
        by=by,
        action="papers.replace",
        record=old.record,
        changes={"state": (before, State.REPLACED), "by": (None, str(new.pk))},
    )
    return new


@transaction.atomic
def move(*, owners: Iterable[str], unit: Unit) -> int:
    """Let the papers of these records follow them to the unit that took them over.

    What they say stays: the issuer is on the paper. Returns how many. The caller
    writes the journal line of the record.
    """
    return Paper.objects.filter(owner__in=list(owners)).update(unit=unit)


@transaction.atomic
def forget(*, owners: Iterable[str]) -> list[uuid.UUID]:
    """Delete the papers of records that leave for the vault, and their signed copies.

    Returns the files whose bytes must go from the disk. What the journal says of
    them, their codes and numbers, stays.
    """
    papers = Paper.objects.filter(owner__in=list(owners))
    gone = list(papers.filter(file__isnull=False).values_list("file", flat=True))
    papers.update(replaces=None)
    papers.delete()
    StoredFile.objects.filter(pk__in=gone).delete()
    return gone


def _locked(paper: Paper) -> Paper:
    rows = Paper.objects.select_for_update(of=("self",)).select_related("unit__parent")
    return rows.get(pk=paper.pk)


def _code() -> str:
    """Return a code that can be typed: 23 signs to the eighth, checked by the table."""
    return "VB-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
