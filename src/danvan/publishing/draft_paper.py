"""A draft as a paper: DOCX in the layout of the state or of the Party."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from danvan.core.drafting.compare import Before
from danvan.core.drafting.facts import Fact, Facts, period_words
from danvan.core.drafting.numbers import NotWritten, digits, rounded
from danvan.core.drafting.outline import Outline
from danvan.core.indicators import catalogue
from danvan.orgs.models import Kind
from danvan.papers.letterhead import head_title, letterhead, short_name
from danvan.publishing.draft_marks import Trouble
from danvan.publishing.draft_page import Contents, Shown
from danvan.publishing.models import Draft, DraftState, ParagraphKind
from danvan.writers import official, party
from danvan.writers.paper import Block, Heading, Paper, Paragraph, Signature, Table

OPEN = "[…]"  # in the place of a number that is not there yet
HUNDRED = Decimal(100)
HEADS = (
    "TT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Kỳ này",
    "Cùng kỳ",
    "Tăng, giảm",
    "Tỷ lệ (%)",
)
_WIDTHS = (10, 66, 22, 22, 22, 20, 18)


def docx(contents: Contents, *, as_party: bool, day: datetime.date | None) -> bytes:
    """Return the report as the bytes of a DOCX file.

    A draft that is not finished says so above its title, and a number that is
    missing is left open.
    """
    write = party.party if as_party else official.official
    return write(paper(contents, as_party=as_party, day=day))


def paper(contents: Contents, *, as_party: bool, day: datetime.date | None) -> Paper:
    """Return what the paper says."""
    draft, outline = contents.draft, contents.outline
    annex = tuple(_annex(outline, contents.facts))
    return Paper(
        letterhead=letterhead(draft.unit),
        kind=outline.kind,
        subject=subject(draft, outline),
        symbol=f"BC/{short_name(draft.unit)}"
        if as_party
        else f"BC-{short_name(draft.unit)}",
        blocks=(*(b for shown in contents.shown for b in _blocks(shown)), *annex),
        signature=_signature(draft, as_party=as_party),
        date=day,
        recipients=("Như trên", "Lưu: VT"),
        form="" if draft.state == DraftState.FINISHED else "DỰ THẢO",
    )


def subject(draft: Draft, outline: Outline) -> str:
    """Return what the report is about, with its period."""
    return outline.subject.replace("{period}", period_words(draft.period.known))


def _signature(draft: Draft, *, as_party: bool) -> Signature:
    if as_party:
        return Signature("T/M Ban Thường vụ", "Bí thư")
    committee = draft.unit.kind in {Kind.TERRITORY, Kind.PEOPLES_COMMITTEE}
    authority = "TM. Ủy ban nhân dân" if committee else ""
    return Signature(authority, head_title(draft.unit))


def _blocks(shown: Shown) -> Iterator[Block]:
    text = "".join(
        OPEN if p.mark and p.mark.trouble == Trouble.MISSING else p.text
        for p in shown.pieces
    )
    for line in text.split("\n"):
        if not line.strip():
            continue
        if shown.paragraph.kind == ParagraphKind.HEADING:
            yield Heading(line)
        else:
            yield Paragraph(line)


def _annex(outline: Outline, facts: Facts) -> Iterator[Block]:
    rows = list(annex_rows(outline, facts))
    if rows:
        yield Heading("Phụ lục: Số liệu của kỳ báo cáo")
        yield Table((HEADS, *rows), widths=_WIDTHS, small=True)


def annex_rows(outline: Outline, facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the annex: name, unit, now, before, difference, rate."""
    known = [facts[code] for code in outline.annex if code in facts]
    for number, fact in enumerate(known, 1):
        yield (
            str(number),
            catalogue.of(fact.code).name["vi"],
            fact.measure.word,
            _number(fact.amount),
            _number(fact.before.amount),
            *_difference(fact),
        )


def _difference(fact: Fact) -> tuple[str, str]:
    before = comparable(fact.before)
    if before is None:
        return "–", "–"
    change = fact.amount - before
    sign = "-" if change < 0 else "+" if change else ""
    share = fact.measure.code == "percent" or before == 0
    rate = "–" if share else f"{sign}{digits(rounded(abs(change) / before * HUNDRED))}"
    return f"{sign}{digits(abs(change))}", rate


def comparable(before: Before) -> Decimal | None:
    """Return the number of the year before, or None where the two cannot be compared."""
    return None if before.apart or before.rough else before.amount


def _number(amount: Decimal | None) -> str:
    if amount is None:
        return "–"
    try:
        return digits(amount)
    except NotWritten:
        return f"-{digits(-amount)}"
