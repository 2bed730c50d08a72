"""What is wrong, or worth a look, about the documents a text cites."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from danvan.core.citations.act import Act, Citation
from danvan.core.citations.resolve import Register, canonical, year_inside
from danvan.core.text.span import Span

Code = Literal[
    "impossible", "missing", "future", "year", "register", "contradiction", "expired"
]

Severity = Literal["error", "warning", "note"]

# No day like it: that cannot be right. Where the number, the register, the report's own
# day or another mention speaks against a date, it may be another day that is meant, such
# as that of coming into force: look again.
_CERTAIN: Final = frozenset({"impossible"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of cited documents, made and held or not.

    ``citations`` are places in the list that was checked; ``printed`` and ``computed``
    are days as dd/mm/yyyy, empty where there is none. ``message`` speaks Vietnamese
    and English.
    """

    code: Code
    holds: bool
    severity: Severity
    citations: tuple[int, ...]
    span: Span
    printed: str
    computed: str
    message: dict[str, str]


def citation_findings(
    citations: Sequence[Citation],
    register: Register,
    today: datetime.date | None = None,
) -> list[Finding]:
    """Check the dates of cited documents; ``today`` is the day of the report.

    Against the calendar, the year inside the number, the register of acts and the
    other mentions in the text; and whether an act was still in force on ``today``.
    Without ``today`` nothing is said about the future or about force.
    """
    found: list[Finding] = []
    told: set[str] = (
        set()
    )  # each act that ceased is noted once, where it is first cited
    for index, citation in enumerate(citations):
        found += _alone(index, citation, register)
        if today is not None:
            found += _after(index, citation, today)
            if citation.act and citation.act not in told:
                told.add(citation.act)
                found += _ended(
                    index, citation, register[citation.act], register, today
                )
    found += _against_each_other(citations)
    return sorted(found, key=lambda f: (f.span.start, f.holds, f.citations))


def written(day: datetime.date | None) -> str:
    """Write a day as reports do.

    >>> written(datetime.date(2016, 5, 16))
    '16/05/2016'
    """
    return f"{day:%d/%m/%Y}" if day else ""


def _alone(index: int, citation: Citation, register: Register) -> Iterator[Finding]:
    name = f"{citation.kind} {citation.number}"
    if citation.date_text is not None and citation.date is None:
        yield _finding(
            "impossible",
            index,
            citation,
            citation.date_text,
            "",
            f"{name}: không có ngày {citation.date_text}.",
            f"{name}: there is no such day as {citation.date_text}.",
        )
    elif citation.date_missing:
        known = _day_known(citation, register)
        yield _finding(
            "missing",
            index,
            citation,
            "",
            written(known),
            f"{name}: sau chữ “ngày” không có ngày ban hành"
            + (f" (theo danh mục văn bản: {written(known)})." if known else "."),
            f"{name}: “ngày” is printed with no date after it"
            + (f" (the register says {written(known)})." if known else "."),
        )
    elif citation.date is not None:
        yield from _against_number(index, citation)
        yield from _against_register(index, citation, register)


def _day_known(citation: Citation, register: Register) -> datetime.date | None:
    act = register.find(citation.number, None, citation.kind)
    return act.date if act else None


def _against_number(index: int, citation: Citation) -> Iterator[Finding]:
    year = year_inside(citation.number)
    if year and citation.date and citation.date.year != year:
        yield _finding(
            "year",
            index,
            citation,
            written(citation.date),
            str(year),
            f"{citation.kind} {citation.number} mang năm {year} nhưng ghi ngày "
            f"{written(citation.date)}.",
            f"{citation.kind} {citation.number} bears the year {year} but is dated "
            f"{written(citation.date)}.",
        )


def _against_register(
    index: int, citation: Citation, register: Register
) -> Iterator[Finding]:
    act = register.acts.get(citation.act or "")
    if act is None or act.date is None or citation.date is None:
        return
    if act.date == citation.date:
        yield _finding(
            "register",
            index,
            citation,
            written(citation.date),
            written(act.date),
            f"{act.kind} {act.number} ghi đúng ngày {written(act.date)}.",
            f"{act.kind} {act.number} is rightly dated {written(act.date)}.",
            holds=True,
        )
    elif year_inside(citation.number) in (None, citation.date.year):
        yield _finding(
            "register",
            index,
            citation,
            written(citation.date),
            written(act.date),
            f"{act.kind} {act.number} được ban hành ngày {written(act.date)}, "
            f"không phải {written(citation.date)}.",
            f"{act.kind} {act.number} is of {written(act.date)}, "
            f"not of {written(citation.date)}.",
        )


def _after(index: int, citation: Citation, today: datetime.date) -> Iterator[Finding]:
    if citation.date and citation.date > today:
        yield _finding(
            "future",
            index,
            citation,
            written(citation.date),
            written(today),
            f"{citation.kind} {citation.number} ghi ngày {written(citation.date)}, "
            f"sau ngày của báo cáo ({written(today)}).",
            f"{citation.kind} {citation.number} is dated {written(citation.date)}, "
            f"after the report itself ({written(today)}).",
        )


def _ended(
    index: int, citation: Citation, act: Act, register: Register, today: datetime.date
) -> Iterator[Finding]:
    if act.in_force_to is None or today <= act.in_force_to:
        return
    heirs = ", ".join(register[heir].number for heir in act.replaced_by)
    yield _finding(
        "expired",
        index,
        citation,
        citation.number,
        heirs,
        f"{act.kind} {act.number} hết hiệu lực sau ngày {written(act.in_force_to)}"
        + (f", được thay bằng {heirs}." if heirs else "."),
        f"{act.kind} {act.number} ceased to be in force after "
        f"{written(act.in_force_to)}" + (f"; {heirs} replaced it." if heirs else "."),
        severity="note",
    )


def _against_each_other(citations: Sequence[Citation]) -> Iterator[Finding]:
    """Compare the dates that one text gives one document.

    Office and Party numbers begin again every year, or term, and every office has its
    own series: only mentions of one year, not of two issuers, are of one document.
    """
    first: dict[tuple[str, int], int] = {}
    for index, citation in enumerate(citations):
        if citation.date is None:
            continue
        year = year_inside(citation.number) or citation.date.year
        key = (canonical(citation.number), year)
        before = first.setdefault(key, index)
        other = citations[before]
        if before == index or _two_issuers(citation, other):
            continue
        holds = other.date == citation.date
        if not holds and citation.act:
            continue  # the register has the last word
        yield _finding(
            "contradiction",
            index,
            citation,
            written(citation.date),
            written(other.date),
            f"{citation.kind} {citation.number} ghi ngày {written(citation.date)}; "
            f"chỗ khác ghi {written(other.date)}.",
            f"{citation.kind} {citation.number} is dated {written(citation.date)}; "
            f"elsewhere {written(other.date)}.",
            holds=holds,
            others=(before,),
        )


def _two_issuers(one: Citation, other: Citation) -> bool:
    if one.issuer is None or other.issuer is None:
        return False
    a, b = one.issuer.casefold(), other.issuer.casefold()
    return a not in b and b not in a


def _finding(
    code: Code,
    index: int,
    citation: Citation,
    printed: str,
    computed: str,
    vi: str,
    en: str,
    *,
    holds: bool = False,
    severity: Severity | None = None,
    others: tuple[int, ...] = (),
) -> Finding:
    start, end = citation.span.start, citation.span.end
    if citation.date_span:
        end = max(end, citation.date_span.end)
    return Finding(
        code,
        holds,
        severity or ("error" if code in _CERTAIN else "warning"),
        (*others, index),
        Span(start, end),
        printed,
        computed,
        {"vi": vi, "en": en},
    )
