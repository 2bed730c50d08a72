"""Find the documents a text names by number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from danvan.core.citations import dates, issuers
from danvan.core.citations.act import Citation
from danvan.core.citations.patterns import (
    FORM_BEFORE,
    KIND_BEFORE,
    KINDS,
    LAW_BEFORE,
    NUMBER,
    SO,
    TITLED,
)
from danvan.core.citations.resolve import NOTHING, Register
from danvan.core.text.normalise import Normal, normalise
from danvan.core.text.span import Span

_BEHIND: Final = 120  # characters before a number in which its kind may begin
_AHEAD: Final = 260  # characters after it in which its date may stand
_LEAD: Final = 260  # characters before the kind in which "Ngày …, … ban hành" may begin
_LETTERHEAD: Final = 2500  # the paper's own number stands this near the top
_PLACE_LINE: Final = 400

_CLAUSE = re.compile(
    r"(?P<clause>(?:điểm\s+[a-zđ]\s*,?\s*)?(?:khoản\s+\d+[a-z]?\s*,?\s*)?"
    r"(?:điều|mục|chương)\s+[\dIVX]+[a-zđ]?|(?:điểm\s+[a-zđ]\s*,?\s*)?khoản\s+\d+[a-z]?)"
    r"\s*,?\s*(?:của\s+|tại\s+)?\Z",
    re.IGNORECASE,
)
_SO_ALONE = re.compile(r"(?<!\w)số\s?:?\s*\Z", re.IGNORECASE)
_LABEL = re.compile(r"(?:^|[\n\t|*])[ *]*số\s*:?\s*\Z", re.IGNORECASE)
_YEAR_INSIDE = re.compile(r"/((?:19|20)\d\d)")
# "Nghị định 30/2020" is a citation; "Quyết định 6/2020" without "số" may be a month.
_SHORT_KINDS = frozenset({"nghị định", "thông tư", "nđ", "tt", "luật", "bộ luật"})
# A bare number is cited of these only: "Chương trình 135" is a name.
_BARE_KINDS = frozenset(
    {"nghị quyết", "nghị định", "chỉ thị", "quyết định", "thông tư", "kết luận"}
    | {"công văn", "công điện", "quy định", "nq", "nđ", "ct", "qđ", "tt", "kl"}
)
_ABBREVIATED = {"VB": "Văn bản"}


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before a number: where the citation begins, its kind, "số"."""

    start: int
    kind: str | None
    so: bool


def find_citations(
    source: str | Normal, register: Register = NOTHING
) -> list[Citation]:
    """Return the documents named in a text, in reading order.

    Spans count in the original text, also where ``source`` is its normal form.
    """
    normal = normalise(source) if isinstance(source, str) else source
    found = _add_later_dates(normal.text, list(_find(normal.text)))
    return [register.resolved(_original(c, normal)) for c in found]


def _find(text: str) -> Iterator[Citation]:
    numbers = list(_numbers(text))
    done = 0
    for index, (match, head) in enumerate(numbers):
        last = index + 1 == len(numbers)
        following = len(text) if last else numbers[index + 1][1].start
        limit = max(match.end(), min(following, match.end() + _AHEAD))
        citation = _citation(text, match, head, done, limit)
        yield citation
        done = citation.span.end


def _numbers(text: str) -> Iterator[tuple[re.Match[str], _Head]]:
    """Yield what is a document's number, with what stands before it."""
    done = 0
    for match in NUMBER.finditer(text):
        head = _head(text, match, done)
        if _is_number(text, match, head):
            yield match, head
            done = match.end()


def _head(text: str, match: re.Match[str], done: int) -> _Head:
    """Look back from a number for its kind and "số", not past ``done``."""
    start = match.start("num")
    low = max(done, start - _BEHIND)
    kinds = list(KIND_BEFORE.finditer(text, low, start))
    if kinds and SO.fullmatch(text, kinds[-1].end(), start):
        last = kinds[-1]
        return _Head(last.start(), _word(last[0]), so=start - last.end() > 1)
    for kind in reversed(kinds):
        titled = TITLED.fullmatch(text, kind.start(), start)
        if titled:
            title = re.sub(r"\s+số:?\s*\Z", "", titled[0], flags=re.IGNORECASE)
            return _Head(kind.start(), title, so=True)
    law = LAW_BEFORE.search(text, low, start) if match["law"] else None
    if law:
        return _Head(law.start(), law[0].strip(), so=False)
    so = _SO_ALONE.search(text, low, start)
    return _Head(so.start() if so else start, None, so=bool(so))


def _word(kind: str) -> str:
    full = KINDS.get(kind) or _ABBREVIATED.get(kind) or kind.casefold()
    return full[:1].upper() + full[1:]


def _is_number(text: str, match: re.Match[str], head: _Head) -> bool:
    """Weigh the doubtful shapes by what stands before them."""
    named = head.so or head.kind is not None
    low = max(0, match.start() - 30)
    if FORM_BEFORE.search(text, low, match.start("num")):
        return False
    if match["bare"] is not None:
        return _is_bare(text, match, head)
    if match["short"]:
        kind = (head.kind or "").casefold()
        return kind in _SHORT_KINDS or (head.kind is not None and head.so)
    if match["old"] or match["spaced"]:
        return named
    if match["letter"]:
        return named or "-" in match["letter"]
    blank = " " in match[0]
    return named or not blank


def _is_bare(text: str, match: re.Match[str], head: _Head) -> bool:
    if (head.kind or "").casefold() not in _BARE_KINDS:
        return False
    limit = match.end() + _AHEAD
    dated = dates.date_after(text, match.end(), limit, None)
    told = issuers.issuer_after(text, match.end(), limit)
    return told is not None or (head.so and dated is not None and dated.at_once)


def _citation(
    text: str, match: re.Match[str], head: _Head, done: int, limit: int
) -> Citation:
    number = match[0] if match["spaced"] else re.sub(r"\s", "", match[0])
    kind = head.kind or _kind_of_number(match)
    year = _YEAR_INSIDE.search(number)
    dated = _dated(text, match, head, done, limit, year and int(year[1]))
    missing = None if dated else dates.missing_after(text, match.end(), limit)
    at_once = dated is not None and dated.at_once
    end = dated.span.end if dated and at_once else match.end()
    end += at_once and text.startswith(")", end) and "(" in text[match.end() : end]
    clause = _CLAUSE.search(text, max(done, head.start - 60), head.start)
    printed = dated.span.of(text) if dated and dated.day is None else None
    return Citation(
        span=Span(head.start, end),
        number=number,
        kind=kind,
        date=dated.day if dated else None,
        issuer=_issuer(text, head, done, end, limit, number, dated),
        act=None,
        number_span=Span(*match.span()),
        clause=" ".join(clause["clause"].split()) if clause else None,
        date_span=dated.span if dated else missing,
        date_text=printed,
        date_missing=missing is not None,
    )


def _kind_of_number(match: re.Match[str]) -> str:
    if match["law"]:
        return "Nghị quyết" if "UBTVQH" in match["law"] else "Luật"
    for shape in ("act", "party", "spaced", "office"):
        if match[shape]:
            code = match[f"{shape}_type"].replace("Ð", "Đ")
            code = {"QD": "QĐ", "ND": "NĐ"}.get(code, code)
            return KINDS[code]
    return "Công văn"


def _dated(
    text: str,
    match: re.Match[str],
    head: _Head,
    done: int,
    limit: int,
    year: int | None,
) -> dates.Dated | None:
    after = dates.date_after(text, match.end(), limit, year)
    if after:
        return after
    own = head.kind is None and match.start() < _LETTERHEAD
    if own and _LABEL.search(text, max(0, match.start() - 20), match.start("num")):
        return dates.date_of_letterhead(text, match.end(), match.end() + _PLACE_LINE)
    return dates.date_before(text, max(done, head.start - _LEAD), head.start, year)


def _issuer(
    text: str,
    head: _Head,
    done: int,
    end: int,
    limit: int,
    number: str,
    dated: dates.Dated | None,
) -> str | None:
    told = issuers.issuer_of_number(number)
    # Whoever signs or promulgates a law, the assembly passed it.
    if told and "QH" in number:
        return told
    low = max(done, head.start - _LEAD)
    return (
        issuers.issuer_after(text, end, limit)
        or (dated and issuers.issuer_after(text, dated.span.end, limit))
        or issuers.issuer_before(text, low, head.start)
        or told
    )


def _add_later_dates(text: str, found: list[Citation]) -> list[Citation]:
    """Date a document by a later "Nghị quyết này … ngày D" in its own paragraph."""
    dated = []
    for index, citation in enumerate(found):
        following = found[index + 1].span.start if index + 1 < len(found) else len(text)
        stop = text.find("\n", citation.span.end, following)
        stop = min(following if stop < 0 else stop, citation.span.end + 600)
        later = None
        if (
            citation.date is None
            and not citation.date_text
            and not citation.date_missing
        ):
            year = _YEAR_INSIDE.search(citation.number)
            later = dates.date_told_later(
                text, citation.span.end, stop, citation.kind, year and int(year[1])
            )
        if later:
            citation = replace(citation, date=later.day, date_span=later.span)
        dated.append(citation)
    return dated


def _original(citation: Citation, normal: Normal) -> Citation:
    date_span = citation.date_span
    return replace(
        citation,
        span=normal.original(citation.span),
        number_span=normal.original(citation.number_span),
        date_span=date_span and normal.original(date_span),
    )
