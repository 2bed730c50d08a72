"""Last year's report as the frame of this year's: its headings, its sentences, new figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from danvan.audit.pipeline import examine
from danvan.core.checks.kin import CHANGE_BEFORE
from danvan.core.drafting.compare import compared
from danvan.core.drafting.facts import Fact, Facts
from danvan.core.drafting.numbers import digits, written
from danvan.core.drafting.phrase import Phrase, Token, words
from danvan.core.figures.figure import Figure
from danvan.core.text.document import Document
from danvan.core.text.normalise import normalise
from danvan.core.text.span import Span
from danvan.readers import read

LONGEST = 400  # paragraphs; a longer file is cut there
_KINDS = frozenset({"heading", "paragraph", "item"})
_END = re.compile(r"^\s*(?:Nơi nhận|TM\.|T/M|KT\.|Lưu:)", re.IGNORECASE)
_HEAD = re.compile(r"^\s*(?:[IVX]{1,5}\.|\d{1,2}\.|[A-H]\.|[a-zđ]\))\s+\S")
_ROMAN = re.compile(r"\s*[IVX]+\.")
_SHORT = 160  # characters of a heading
# What is told of a change, in the clause of its amount and in the same unit.
_COMPARISON = (
    r"(?:[^.;]|\.\d){{0,80}}?(?P<said>(?:tăng|giảm) [\d.,]+ {unit}[^.;,()\d]{{0,40}}?"
    r"(?: \([\d.,]+ ?%\))? so với[^.;,()]{{0,40}})"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One heading or paragraph of last year's report with its figures.

    ``text`` is in normal form, so that every offset of a figure counts in it.
    """

    kind: str
    level: int
    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What is kept of a file: its name and its lines in order."""

    name: str
    lines: tuple[Line, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators its figures are values of."""
        found = (f.indicator for line in self.lines for f in line.figures)
        return tuple(dict.fromkeys(code for code in found if code))


@dataclass(frozen=True, slots=True)
class Missing:
    """A number of last year that this period has no figure for yet."""

    span: Span
    code: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """A line with this period's figures, and the places of those it has none for."""

    phrase: Phrase
    missing: tuple[Missing, ...]


def of_file(data: bytes, name: str) -> Skeleton:
    """Read a report; raises readers.Unreadable.

    Head and foot of the paper, tables and footnotes are left behind.
    """
    lines = [_line(kind, text) for kind, text in _body(read(data, name))]
    return Skeleton(name, tuple(lines[:LONGEST]))


def _line(kind: str, text: str) -> Line:
    heading = kind == "heading" or (len(text) < _SHORT and bool(_HEAD.match(text)))
    if heading:
        return Line("heading", 1 if _ROMAN.match(text) else 2, text, ())
    figures = examine(Document(text, ())).figures
    return Line("item" if kind == "item" else "paragraph", 0, text, figures)


def _body(document: Document) -> Iterator[tuple[str, str]]:
    """Yield kind and text of what stands between the title and the signature."""
    begun = False
    for block in document.blocks:
        text = normalise(" ".join(block.span.of(document.text).split())).text.strip()
        if block.kind not in _KINDS or not text:
            continue
        if begun and _END.match(text):
            return
        begun = begun or bool(_HEAD.match(text)) or len(text) > _SHORT
        if begun:
            yield block.kind, text


def renewed(line: Line, facts: Facts) -> Renewed:
    """Return the line with this period's figures in the place of last year's.

    A figure whose indicator is known takes its number, and the comparison with the
    same period is written anew, or added behind it. One that is not known keeps last
    year's number and is named as missing.
    """
    phrase, at = Phrase(), 0
    missing = []
    told: dict[int, tuple[Fact, Span]] = {}  # old comparisons, by where they begin
    for figure in line.figures:
        start, end = figure.spot.start, figure.spot.end
        if start < at:
            continue
        old = next(
            (told[n] for n in told if told[n][1].start <= start < told[n][1].end), None
        )
        if old:
            fact, span = old
            phrase = phrase + words(line.text[at : span.start]) + _change(fact)
            at = span.end
            continue
        phrase = phrase + words(line.text[at:start])
        known = facts.get(figure.indicator or "")
        if known is None or _of_before(line, figure):
            here = len(phrase.text)
            gap = Span(here, here + end - start)
            missing.append(Missing(gap, figure.indicator or ""))
            phrase, at = phrase + words(line.text[start:end]), end
            continue
        phrase = phrase + _anew(known, line.text[end : figure.tail])
        at = figure.tail
        if span_told := _told(line.text, figure):
            told[span_told.start] = known, span_told
        else:
            phrase = phrase + _added(line.text, at, known)
    return Renewed(phrase + words(line.text[at:]), tuple(missing))


def _of_before(line: Line, figure: Figure) -> bool:
    """Say whether a figure is itself a change, or the whole of a pair."""
    before = line.text[max(0, figure.spot.start - 50) : figure.spot.start].lower()
    return bool(CHANGE_BEFORE.search(before)) or figure.slot is not None


def _anew(fact: Fact, unit: str) -> Phrase:
    """Return this period's number with the sentence's own unit; money names its scale."""
    if fact.measure.is_money:
        return written(fact.amount, fact.measure, source=fact.source())
    printed = digits(fact.amount, padded=fact.measure.counted)
    token = Token(printed, fact.amount, fact.amount, fact.source())
    return Phrase((token, unit)) if unit else Phrase((token,))


def _told(text: str, figure: Figure) -> Span | None:
    """Return where the clause of a figure tells its change, None where it does not."""
    unit = re.escape((figure.unit or "").split(" ")[0])
    old = re.compile(_COMPARISON.format(unit=unit)).match(text, figure.tail)
    return Span(*old.span("said")) if old else None


def _change(fact: Fact) -> Phrase:
    before = fact.before
    return compared(fact.amount, before, fact.measure, source=fact.source())


def _added(text: str, at: int, fact: Fact) -> Phrase:
    """Return the comparison that goes in brackets behind a figure, or nothing."""
    if fact.before.amount is None and not fact.before.apart:
        return Phrase()
    if text.count("(", 0, at) > text.count(")", 0, at):
        return Phrase()
    said = compared(
        *(fact.amount, fact.before, fact.measure), source=fact.source(), rate=False
    )
    return words(" (") + said + words(")")
