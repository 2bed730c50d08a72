"""Date: days that exist, comparisons that look back, citations that agree."""

import datetime
import re
from collections.abc import Iterator

from danvan.core.checks.finding import Check, Severity, both
from danvan.core.checks.reading import Reading
from danvan.core.citations import national_register
from danvan.core.text.span import Span

RULE = "date"

_DAY = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/])")
_COMPARED = re.compile(
    r"(?:so với(?: cùng kỳ)?(?: năm)?|cùng kỳ(?: năm)?)[ ]+((?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\bnăm[ ]+((?:19|20)\d\d)\b")


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each date or citation that cannot be right."""
    yield from _impossible(reading)
    yield from _looking_forward(reading)
    yield from _missing(reading)
    yield from _contradicting(reading)
    yield from _against_register(reading)
    yield from _out_of_force(reading)


def _impossible(reading: Reading) -> Iterator[Check]:
    for match in _DAY.finditer(reading.normal.lower):
        if _day(match[1], match[3], match[4]) is None:
            span = reading.normal.original(Span(*match.span()))
            yield _finding(
                span,
                match[0],
                "",
                "error",
                f"Ngày {match[0]} không có trong lịch.",
                f"There is no such day as {match[0]}.",
            )


def _day(day: str, month: str, year: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _looking_forward(reading: Reading) -> Iterator[Check]:
    """So với cùng kỳ năm 2029, in a report of 2020."""
    lower = reading.normal.lower
    days = [int(m[4]) for m in _DAY.finditer(lower)]
    years = [
        int(m[1])
        for m in _YEAR.finditer(lower)
        if "cùng kỳ" not in lower[max(0, m.start() - 12) : m.start()]
    ]
    if not years and not days:
        return
    now = max(
        [*days, *(y for y in years if years.count(y) > 1)],
        default=max(years, default=0),
    )
    for match in _COMPARED.finditer(lower):
        year = int(match[1])
        if year > now and years.count(year) == 0:
            span = reading.normal.original(Span(match.start(1), match.end(1)))
            yield _finding(
                span, match[1], "", "warning",
                f"So sánh với năm {year}, sau thời gian của báo cáo ({now}).",
                f"Compared with {year}, which is after the time of the report ({now}).",
            )  # fmt: skip


def _missing(reading: Reading) -> Iterator[Check]:
    for index, citation in enumerate(reading.citations):
        if citation.date_missing:
            yield _finding(
                citation.span, "", "", "warning",
                f"{citation.kind} số {citation.number}: sau chữ “ngày” không có ngày tháng.",
                f"{citation.kind} {citation.number}: no date follows “ngày”.",
                (index,),
            )  # fmt: skip


def _contradicting(reading: Reading) -> Iterator[Check]:
    """One document, two dates. Numbers begin anew each year, so only near dates count."""
    first: dict[tuple[str, str], int] = {}
    for index, citation in enumerate(reading.citations):
        if citation.date is None:
            continue
        key = (citation.kind.casefold(), citation.number.casefold())
        other = first.setdefault(key, index)
        date = reading.citations[other].date
        if (
            date is not None
            and date != citation.date
            and _one_document(date, citation.date, citation.number)
        ):
            yield _finding(
                citation.span, citation.date.isoformat(), date.isoformat(), "warning",
                f"{citation.kind} số {citation.number} được ghi hai ngày khác nhau: {date:%d/%m/%Y} và {citation.date:%d/%m/%Y}.",
                f"{citation.kind} {citation.number} bears two dates: {date:%d/%m/%Y} and {citation.date:%d/%m/%Y}.",
                (other, index),
            )  # fmt: skip


def _one_document(one: datetime.date, other: datetime.date, number: str) -> bool:
    """Say whether two dates of one number must be one document's."""
    party = re.match(r"\d+-", number)  # Party numbers run through a term of five years
    return (
        one.year == other.year
        or bool(party)
        or bool(re.search(r"/(?:19|20)\d\d/", number))
    )


def _against_register(reading: Reading) -> Iterator[Check]:
    register = national_register()
    for index, citation in enumerate(reading.citations):
        if citation.act is None or citation.date is None:
            continue
        issued = register[citation.act].date
        if issued is None or issued == citation.date:
            continue
        if _one_document(issued, citation.date, citation.number):
            yield _finding(
                citation.span, citation.date.isoformat(), issued.isoformat(), "warning",
                f"In {citation.kind} số {citation.number} ngày {citation.date:%d/%m/%Y}; văn bản này ban hành ngày {issued:%d/%m/%Y}.",
                f"Printed {citation.kind} {citation.number} of {citation.date:%d/%m/%Y}; it was issued on {issued:%d/%m/%Y}.",
                (index,),
            )  # fmt: skip


def _out_of_force(reading: Reading) -> Iterator[Check]:
    """Note an act that had ceased to be in force on the latest day the text names."""
    days = [_day(m[1], m[3], m[4]) for m in _DAY.finditer(reading.normal.lower)]
    today = max((day for day in days if day), default=None)
    register = national_register()
    seen: set[str] = set()
    for index, citation in enumerate(reading.citations):
        if citation.act is None or citation.act in seen or today is None:
            continue
        seen.add(citation.act)
        ended = register[citation.act].in_force_to
        if ended is not None and ended < today:
            yield _finding(
                citation.span, citation.number, "", "note",
                f"{citation.kind} số {citation.number} hết hiệu lực từ sau ngày {ended:%d/%m/%Y}.",
                f"{citation.kind} {citation.number} was in force until {ended:%d/%m/%Y}.",
                (index,),
            )  # fmt: skip


def _finding(
    span: Span, printed: str, computed: str, severity: Severity, vi: str, en: str, citations: tuple[int, ...] = ()
) -> Check:  # fmt: skip
    return Check(
        RULE, False, severity, (), printed, computed, both(vi, en), span, citations
    )
