"""The date of a document: beside its number, before it, or told later."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from danvan.core.citations.issuers import issuer_after
from danvan.core.citations.patterns import WORDS
from danvan.core.text.span import Span

DAY: Final = re.compile(
    r"""
    (?P<d>\d{1,2}) \s* [/.\-–] \s* (?P<m>\d{1,2}) \s* [/.\-–] \s* (?P<y>\d{4}|\d{2}) (?!\d)
  | (?P<d2>\d{1,2}) \s+ tháng \s+ (?P<m2>\d{1,2}) \s*,?\s+ năm \s+ (?P<y2>\d{4}) (?!\d)
  | (?P<d3>\d{1,2}) \s* [/.\-–] \s* (?P<m3>\d{1,2}) (?! [\d/] | [.\-–]\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""26/1/2018, 25-02-2010, 21.3.2022, 17 tháng 12 năm 2024; 13/11 without a year."""

_GROUPS: Final = (("d", "m", "y"), ("d2", "m2", "y2"), ("d3", "m3", ""))

_ISSUED: Final = (
    r"(?:ban\s+hành|thông\s+qua|ký|phê\s+duyệt|công\s+bố|phát\s+hành|ra|có|gửi"
    r"|chấp\s+thuận|thống\s+nhất|trình|xây\s+dựng)"
)
_WORDS = "|".join(map(re.escape, WORDS))

_NEXT = re.compile(
    rf"\s*[,;]?\s*[(\[]?\s*(?:(?:được\s+)?(?:{_ISSUED}|đề)\s+)?(?:vào\s+)?ngày\s*:?\s*(?=\d)"
    r"|\s*[(,]\s*(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d)",
    re.IGNORECASE,
)
_AFTER_ISSUER = re.compile(
    rf"\s*,?\s*(?:của|do)\s[^.;:\n\d]{{2,90}}?[\s,(]+(?:{_ISSUED}\s+)?ngày\s+(?=\d)",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(
    rf"\s*,?\s*\(?\s*(?:đã\s+)?(?:được|do)\s[^.;:\n]{{0,100}}?\b{_ISSUED}\s+(?:vào\s+)?ngày\s+(?=\d)",
    re.IGNORECASE,
)
# "Quyết định số 5/QĐ-UBND về việc … ngày 30/10/2017 của Ủy ban nhân dân tỉnh": only an
# issuer after it tells this day from one the title speaks of.
_AFTER_TITLE = re.compile(r"\s[^.;:\n,()“”\"]{3,180}?\sngày\s+(?=\d)", re.IGNORECASE)
# After "ngày" nothing that could be a day: "59-NQ/TW ngày của Bộ Chính trị".
_MISSING = re.compile(
    r"\s*,?\s*(?P<day>ngày)(?:\s+(?:của|do|về|tháng\s*[._…]*\s*năm)\b|\s*[.…_/]{2,}|\s*[,;)]|\s*\Z)",
    re.IGNORECASE,
)
_THIS_ONE = re.compile(
    rf"\b(?P<kind>{_WORDS})\s+(?:này|trên|nói\s+trên)\b[^;:\n]{{0,140}}?\b{_ISSUED}"
    r"\s+(?:vào\s+)?ngày\s+(?=\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\bngày\s+(?=\d)", re.IGNORECASE)
_GAP_BEFORE = re.compile(
    rf"\)?\s*,?(?:[^.;:\n\d]{{0,160}}?[\s,])?{_ISSUED}\s+(?:các\s+|bản\s+)?",
    re.IGNORECASE,
)
_KIND_IN_GAP = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)")
# "Cà Mau, ngày 31 tháng 12 năm 2019", the place line of a letterhead.
_PLACE_LINE = re.compile(r"[^\W\d_][^,\n\t]{1,40},\s*ngày\s+(?=\d)", re.IGNORECASE)

_PAPER_LINE = re.compile(
    r"(?:^|[\n\t|])[ *_]*[^\W\d_][^,;:\n\t\d]{1,40},[ ]*ngày\s+"
    r"(?=\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}[ *_]*(?:[\n\t|]|\Z))"
)
_TOP: Final = 3000


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found for a document, where it stands, and whether it is a day at all."""

    day: datetime.date | None
    span: Span
    at_once: bool = False


def read_day(text: str, start: int, end: int, year: int | None = None) -> Dated | None:
    """Read the date that begins at ``start``; ``year`` stands in for a missing one."""
    match = DAY.match(text, start, end)
    if match is None:
        return None
    day, month, years = next(group for group in _GROUPS if match[group[0]])
    full = _century(match[years]) if years else year
    if full is None:
        return None
    return Dated(_day(full, int(match[month]), int(match[day])), Span(*match.span()))


def _century(written: str) -> int:
    number = int(written)
    if len(written) == 4:
        return number
    return number + (2000 if number < 45 else 1900)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def date_after(text: str, start: int, end: int, year: int | None) -> Dated | None:
    """Find the date told right after a number, or after its issuer, before ``end``."""
    for pattern, at_once in (
        (_NEXT, True),
        (_AFTER_ISSUER, False),
        (_AFTER_VERB, False),
    ):
        match = pattern.match(text, start, end)
        if match is None or _KIND_IN_GAP.search(text, start, match.end()):
            continue
        found = read_day(text, match.end(), end, year)
        if found:
            return Dated(found.day, found.span, at_once)
    titled = _AFTER_TITLE.match(text, start, end)
    if titled and not _KIND_IN_GAP.search(text, start, titled.end()):
        found = read_day(text, titled.end(), end, year)
        if found and issuer_after(text, found.span.end, end):
            return found
    return None


def date_before(text: str, start: int, end: int, year: int | None) -> Dated | None:
    """Find "Ngày D, … ban hành" that leads up to the kind of a document at ``end``."""
    days = list(_BEFORE.finditer(text, start, end))
    found = read_day(text, days[-1].end(), end, year) if days else None
    if not found or not _GAP_BEFORE.fullmatch(text, found.span.end, end):
        return None
    return None if _KIND_IN_GAP.search(text, found.span.end, end) else found


def date_told_later(
    text: str, start: int, end: int, kind: str, year: int | None
) -> Dated | None:
    """Find "(Nghị quyết này được … thông qua ngày D)" in the rest of the paragraph."""
    match = _THIS_ONE.search(text, start, end)
    if match is None or match["kind"].casefold() != kind.casefold():
        return None
    return read_day(text, match.end(), end, year)


def date_of_letterhead(text: str, start: int, end: int) -> Dated | None:
    """Find the place line under, or beside, the number of the paper itself."""
    match = _PLACE_LINE.search(text, start, end)
    return match and read_day(text, match.end(), end)


def date_of_paper(text: str) -> datetime.date | None:
    """Read the day a paper bears in its letterhead: "Cà Mau, ngày 5 tháng 3 năm 2020".

    >>> date_of_paper("Số: 5/BC-UBND\\nCà Mau, ngày 5 tháng 3 năm 2020\\nBÁO CÁO")
    datetime.date(2020, 3, 5)
    """
    line = _PAPER_LINE.search(text, 0, _TOP)
    found = read_day(text, line.end(), line.end() + 40) if line else None
    return found.day if found else None


def missing_after(text: str, start: int, end: int) -> Span | None:
    """Return where "ngày" is printed with no date after it."""
    match = _MISSING.match(text, start, end)
    return Span(*match.span("day")) if match else None
