"""Date: days that exist, comparisons that look back, citations that agree."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from danvan.core.checks.finding import Check, Severity, both
from danvan.core.checks.reading import Reading
from danvan.core.citations import (
    citation_findings,
    date_of_paper,
    national_register,
)
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
    yield from _cited(reading)


def _impossible(reading: Reading) -> Iterator[Check]:
    cited = {c.date_text for c in reading.citations}
    for match in _DAY.finditer(reading.normal.lower):
        if match[0] not in cited and _day(match[1], match[3], match[4]) is None:
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
    times = Counter(years)
    now = max(
        [*days, *(y for y in years if times[y] > 1)],
        default=max(years, default=0),
    )
    for match in _COMPARED.finditer(lower):
        year = int(match[1])
        if year > now and not times[year]:
            span = reading.normal.original(Span(match.start(1), match.end(1)))
            yield _finding(
                span, match[1], "", "warning",
                f"So sánh với năm {year}, sau thời gian của báo cáo ({now}).",
                f"Compared with {year}, which is after the time of the report ({now}).",
            )  # fmt: skip


def _cited(reading: Reading) -> Iterator[Check]:
    """Cited documents against calendar, number, register and each other."""
    issued = [c.date for c in reading.citations if c.date]
    # Where the paper bears no date, it is at least of its newest citation's day.
    today = date_of_paper(reading.normal.text) or max(issued, default=None)
    for found in citation_findings(reading.citations, national_register(), today):
        yield Check(
            RULE,
            found.holds,
            found.severity,
            (),
            found.printed,
            found.computed,
            found.message,
            found.span,
            found.citations,
        )


def _finding(
    span: Span, printed: str, computed: str, severity: Severity, vi: str, en: str
) -> Check:  # fmt: skip
    return Check(RULE, False, severity, (), printed, computed, both(vi, en), span)
