"""Everything that changes a draft; each function is one transaction and one line."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.drafting.build import LATE, Piece, build
from danvan.core.drafting.build import tasks as numbered
from danvan.core.drafting.facts import Setting, period_words
from danvan.core.drafting.links import follow, worth
from danvan.core.drafting.outline import Outline, outlines
from danvan.core.drafting.phrase import Token
from danvan.core.drafting.retell import retold
from danvan.core.text.span import Span
from danvan.indicators import spans
from danvan.journal import services as journal
from danvan.journal.line import Change
from danvan.orgs.models import Unit
from danvan.publishing import draft_facts, relinking, skeleton
from danvan.publishing.draft_facts import Known
from danvan.publishing.draft_marks import marks, now_of
from danvan.publishing.errors import Finished, NoReason, NothingNew, Stale, Unsettled
from danvan.publishing.models import (
    Draft,
    DraftState,
    Link,
    LinkState,
    Paragraph,
    ParagraphVersion,
)

_ORDINAL = re.compile(r"^(?:\w+ là, |[-+•] )")


@transaction.atomic
def start(
    *,
    unit: Unit,
    outline: Outline,
    period: Period,
    by: Actor,
    now: datetime.datetime,
    late: Sequence[str] = (),
    models: Sequence[str] = (),
    last_year: skeleton.Skeleton | None = None,
    demonstration: bool = False,
) -> Draft:
    """Write a draft from what is known of the unit for the period.

    ``late`` are the names of units that have not reported, ``models`` lines on what was
    recognised (`draft_models`). With ``last_year`` the
    headings and paragraphs are those of that file instead of the outline's.
    """
    codes = [*outline.codes, *(last_year.codes if last_year else ())]
    known = draft_facts.known(unit, period, codes)
    draft = Draft.objects.create(
        unit=unit,
        outline=outline.id,
        period=spans.used(period),
        skeleton=last_year.name[:200] if last_year else "",
        made_by=by.label,
        made_at=now,
        demonstration=demonstration,
    )
    if last_year:
        _keep_skeleton(draft, last_year, known)
    else:
        setting = Setting(
            *(unit.code, period.key, names(unit, period)),
            late=tuple(late),
            models=tuple(models),
        )
        _keep(draft, build(outline, known.facts, setting), known)
    said = {"outline": (None, outline.id), "period": (None, period.key)}
    _write(by, "publishing.draft-start", draft, said)
    return draft


def names(unit: Unit, period: Period) -> Mapping[str, str]:
    """Return the words that fill the small-letter slots of an outline."""
    return {
        "unit": unit.office_name,
        "area": unit.name,
        "period": period_words(period),
    }


def _keep(draft: Draft, pieces: Iterable[Piece], known: Known) -> None:
    links = []
    for order, piece in enumerate(pieces):
        paragraph = Paragraph.objects.create(
            draft=draft,
            order=order,
            kind=piece.kind,
            level=piece.level,
            text=piece.phrase.text,
            hint=dict(piece.hint or {}),
            tasks=piece.tasks,
        )
        links += [
            _link(paragraph, span, token, known)
            for span, token in piece.phrase.placed()
        ]
    Link.objects.bulk_create(links)


def _link(paragraph: Paragraph, span: Span, token: Token, known: Known) -> Link:
    source = token.source
    code = source.code if source else ""
    aspect = source.aspect if source else "amount"
    now = now_of(known.facts.get(code), aspect) if code != LATE else None
    value = known.values.get(code) if aspect == "amount" else None
    return Link(
        paragraph=paragraph,
        start=span.start,
        end=span.end,
        printed=token.printed,
        code=code,
        aspect=aspect,
        value=value,
        amount=now.amount if now else token.amount,
    )


def _keep_skeleton(draft: Draft, last_year: skeleton.Skeleton, known: Known) -> None:
    links = []
    for order, line in enumerate(last_year.lines):
        made = skeleton.renewed(line, known.facts)
        paragraph = Paragraph.objects.create(
            draft=draft,
            order=order,
            kind=line.kind,
            level=line.level,
            text=made.phrase.text,
        )
        placed = made.phrase.placed()
        links += [_link(paragraph, span, token, known) for span, token in placed]
        links += [_missing(paragraph, gap) for gap in made.missing]
    Link.objects.bulk_create(links)


def _missing(paragraph: Paragraph, gap: skeleton.Missing) -> Link:
    return Link(
        paragraph=paragraph,
        start=gap.span.start,
        end=gap.span.end,
        printed=gap.span.of(paragraph.text)[:32],
        code=gap.code,
        state=LinkState.MISSING,
    )


@transaction.atomic
def write(
    *, paragraph: Paragraph, text: str, version: int, by: Actor, now: datetime.datetime
) -> Paragraph:
    """Save a paragraph as a person edited it; its figures stay linked.

    A linked figure that was changed by hand is marked so. ``version`` is the one the
    person saw. The same text again is nothing new. Raises Stale, Finished.
    """
    locked = _locked(paragraph)
    if locked.version != version:
        raise Stale
    said = _said(locked, text)
    if said == locked.text:
        return locked
    links = list(locked.links.all())
    _remember(locked, links, by, now)
    old = [Span(link.start, link.end) for link in links]
    for link, after in zip(links, follow(locked.text, old, said), strict=True):
        if after.span is None:
            link.delete()
        else:
            _moved(link, after.span, locked.text, said)
    relinking.relink(locked, said)
    _save(locked, said)
    _write(by, "publishing.draft-write", locked.draft, {"content": (None, "changed")})
    return locked


def _said(paragraph: Paragraph, text: str) -> str:
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    if paragraph.tasks:
        bare = (_ORDINAL.sub("", line) for line in lines)
        lines = [task.text for task in numbered(bare)]
    return "\n".join(line for line in lines if line)


def _moved(link: Link, span: Span, before: str, text: str) -> None:
    stood = Span(link.start, link.end).of(before)
    link.start, link.end = span.start, span.end
    same = worth(span.of(text)) == worth(link.printed)
    if link.state == LinkState.LOOSE and worth(span.of(text)) != worth(stood):
        # The reason was given for the number that stood there.
        link.state, link.reason = LinkState.CHANGED, ""
    if link.state == LinkState.MISSING and not same:
        link.delete()  # a person gave a number: it is a typed one now
        return
    if link.state in {LinkState.LINKED, LinkState.CHANGED}:
        link.state = LinkState.LINKED if same else LinkState.CHANGED
    link.save()


@transaction.atomic
def refresh(*, link: Link, by: Actor, now: datetime.datetime) -> None:
    """Put what the record says today in the place of a figure.

    Raises NothingNew where the record has no such number, and Finished.
    """
    paragraph = _locked(link.paragraph)
    draft = paragraph.draft
    known = draft_facts.known(draft.unit, draft.period.known, [link.code])
    told = now_of(known.facts.get(link.code), link.aspect)
    if told is None:
        raise NothingNew
    links = list(paragraph.links.all())
    _remember(paragraph, links, by, now)
    # What the caller holds may be older than a figure refreshed before it.
    here = next(each for each in links if each.pk == link.pk)
    text, span = retold(paragraph.text, Span(here.start, here.end), told)
    _shift(links, here, paragraph.text, text)
    here.start, here.end = span.start, span.end
    here.printed, here.amount = told.printed, told.amount
    here.value = known.values.get(link.code) if link.aspect == "amount" else None
    here.state, here.reason = LinkState.LINKED, ""
    here.save()
    _save(paragraph, text)
    said = {"indicator": (None, link.code)}
    _write(by, "publishing.draft-refresh", draft, said)


def _shift(links: Sequence[Link], changed: Link, old: str, new: str) -> None:
    """Move the other links of a paragraph to where they stand after a replacement."""
    others = [link for link in links if link.pk != changed.pk]
    spots = [Span(link.start, link.end) for link in others]
    for link, after in zip(others, follow(old, spots, new), strict=True):
        if after.span:
            link.start, link.end = after.span.start, after.span.end
            link.save()


@transaction.atomic
def loosen(*, link: Link, reason: str, by: Actor, now: datetime.datetime) -> None:
    """Let a figure stand without a record, for a reason a person gives.

    Raises NoReason, Finished.
    """
    if not reason.strip():
        raise NoReason
    paragraph = _locked(link.paragraph)
    _remember(paragraph, list(paragraph.links.all()), by, now)
    link.state, link.reason = LinkState.LOOSE, reason.strip()[:300]
    link.save(update_fields=["state", "reason"])
    _save(paragraph, paragraph.text)
    said = {"indicator": (None, link.code or None)}
    _write(by, "publishing.draft-loosen", paragraph.draft, said)


@transaction.atomic
def finish(*, draft: Draft, by: Actor) -> None:
    """Close a draft.

    Raises Unsettled if figures disagree with their records; they are counted while
    nobody can write.
    """
    held = Draft.objects.select_for_update(of=("self",))
    locked = held.select_related("unit__parent", "period").get(pk=draft.pk)
    if unsettled := _unsettled(locked):
        raise Unsettled(unsettled)
    _step(draft, DraftState.FINISHED, "publishing.draft-finish", by)


def _unsettled(draft: Draft) -> int:
    links = list(Link.objects.filter(paragraph__draft=draft))
    codes = [*outlines()[draft.outline].codes, *(link.code for link in links)]
    facts = draft_facts.known(
        draft.unit, draft.period.known, dict.fromkeys(codes)
    ).facts
    return sum(not mark.settled for mark in marks(links, facts))


@transaction.atomic
def reopen(*, draft: Draft, by: Actor) -> None:
    """Open a finished draft again."""
    _step(draft, DraftState.WRITING, "publishing.draft-reopen", by)


def _step(draft: Draft, state: DraftState, action: str, by: Actor) -> None:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.state == state:
        return
    before, locked.state = locked.state, state
    locked.save(update_fields=["state"])
    _write(by, action, locked, {"state": (before, str(state))})


def _locked(paragraph: Paragraph) -> Paragraph:
    """Lock a paragraph of a draft that is being written; raises Finished.

    The draft first, as `finish` does, so that it is not finished meanwhile.
    """
    Draft.objects.select_for_update().get(pk=paragraph.draft_id)
    rows = Paragraph.objects.select_for_update(of=("self",))
    locked = rows.select_related("draft__unit", "draft__period").get(pk=paragraph.pk)
    if locked.draft.state == DraftState.FINISHED:
        raise Finished
    return locked


def _remember(
    paragraph: Paragraph, links: Iterable[Link], by: Actor, now: datetime.datetime
) -> None:
    kept = [
        {
            "start": link.start,
            "end": link.end,
            "printed": link.printed,
            "code": link.code,
            "aspect": link.aspect,
            "state": link.state,
            "reason": link.reason,
        }
        for link in links
    ]
    ParagraphVersion.objects.create(
        paragraph=paragraph,
        number=paragraph.version,
        text=paragraph.text,
        links=kept,
        by=by.label,
        at=now,
    )


def _save(paragraph: Paragraph, text: str) -> None:
    paragraph.text = text
    paragraph.version += 1
    paragraph.save(update_fields=["text", "version"])


def _write(by: Actor, action: str, draft: Draft, said: Mapping[str, Change]) -> None:
    changes = {"unit": (None, draft.unit.code), **said}
    journal.write(by=by, action=action, record=draft.record, changes=changes)
