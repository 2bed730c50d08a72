"""The time a text speaks of: năm 2017, 6 tháng đầu năm 2019, từ ngày … đến ngày ….

A period is written as ISO 8601 does, with two shorter forms for halves and quarters:

    2017                    a year
    2019-H1, 2024-Q3        a half of a year, a quarter
    2020-09, 2017-11-29     a month, a day
    2016/2020               from the beginning of one to the end of the other
    2016-10/, ../2017-11-29 from then until now, until that day
"""

import datetime
import re
from collections.abc import Iterator

from danvan.core.figures.mention import Mention
from danvan.core.text.span import Span

_YEAR = r"(?:19|20)\d\d"
_DAY = rf"\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]{_YEAR})?"
_MONTH = rf"tháng \d{{1,2}}(?:[ ]?/[ ]?{_YEAR}| năm {_YEAR})?(?![\d.,]*\d|[ ]?/[ ]?\d)"
_UNTIL = r"(?:đến|tới|-|–)[ ](?:hết )?"
_PHRASE = re.compile(
    rf"\btừ (?:ngày )?(?P<from>{_DAY}) {_UNTIL}(?:ngày )?(?P<to>{_DAY})(?![\d/])"
    rf"|\btừ (?P<from_month>{_MONTH}) {_UNTIL}(?P<to_month>{_MONTH})"
    rf"|\btừ (?P<since_month>{_MONTH})(?: cho)? đến nay\b"
    rf"|\btừ năm (?P<first>{_YEAR}) đến (?:hết )?(?:năm )?(?P<last>{_YEAR})\b"
    rf"|\btừ năm (?P<since>{_YEAR})(?: cho)? đến nay\b"
    rf"|\b(?:giai đoạn|nhiệm kỳ|năm học|các năm|năm)(?: từ)? (?P<begin>{_YEAR})[ ]?[-–/][ ]?(?P<end>{_YEAR})\b"
    rf"|\b(?P<half>6|sáu) tháng (?P<which>đầu|cuối)(?: của)? năm(?: (?P<half_year>{_YEAR}))?\b"
    rf"|\b(?P<months>\d{{1,2}}) tháng(?: đầu)?(?: của)?(?: năm|[ ]?/)(?:[ ]?(?P<months_year>{_YEAR}))?\b"
    rf"|\bquý (?P<quarter>iv|iii|ii|i|[1-4])\b(?:(?:[ ]?/[ ]?| năm )(?P<quarter_year>{_YEAR}))?"
    rf"|\b(?:tính |lũy kế )?(?:đến|tới)(?: hết)?(?: thời điểm)? ngày (?P<until>\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR})"
    rf"|\bngày (?P<day>\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}|\d{{1,2}} tháng \d{{1,2}} năm {_YEAR})"
    rf"|\b(?P<month>{_MONTH})"
    rf"|\bnăm (?P<year>{_YEAR})\b"
)
_LAW = re.compile(r"\b(?:luật|hiến pháp|pháp lệnh)[^,.;:()\d]{0,60}$")
_COMPARED = re.compile(
    r"(?:so với|so|cùng kỳ|bằng kỳ|năm trước|như)(?: (?:với|của|trong|cùng kỳ|kỳ|thời điểm|thực hiện))*[ (]*$"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBERS = re.compile(r"\d+")
_FOUR = 4


def find_periods(lower: str) -> Iterator[Mention]:
    """Yield the periods named in normal text without capitals, in order.

    A half, quarter or month without a year is of the year named last before it; where
    none was named it is no period. The year in the name of a law is none either.
    """
    year = ""
    for match in _PHRASE.finditer(lower):
        before = lower[max(0, match.start() - 70) : match.start()]
        if match["year"] and _LAW.search(before):
            continue
        compared = bool(_COMPARED.search(before))
        period = _written(match, year)
        if period:
            yield Mention(Span(*match.span()), period, compared)
            if not compared:
                year = re.findall(_YEAR, period)[-1]


def _written(match: re.Match[str], year: str) -> str:
    """Return the period as ISO writes it, '' for what is none (31/2, month 13)."""
    kind = match.lastgroup or ""
    if match["from"]:
        to = _day(match["to"], year)
        return _joined(_day(match["from"], to[:_FOUR]), to)
    if match["from_month"]:
        to = _month(match["to_month"], year)
        return _joined(_month(match["from_month"], to[:_FOUR]), to)
    if match["since_month"]:
        since = _month(match["since_month"], year)
        return f"{since}/" if since else ""
    if match["first"] or match["begin"]:
        return _joined(match["first"] or match["begin"], match["last"] or match["end"])
    if match["half"]:
        of = match["half_year"] or year
        return f"{of}-H{1 if match['which'] == 'đầu' else 2}" if of else ""
    if match["months"]:
        return _first_months(int(match["months"]), match["months_year"] or year)
    if match["quarter"]:
        number = _ROMAN.get(match["quarter"]) or match["quarter"]
        of = match["quarter_year"] or year
        return f"{of}-Q{number}" if of else ""
    if match["month"]:
        return _month(match["month"], year)
    if match["until"] or match["day"]:
        day = _day(match["until"] or match["day"], year)
        return f"../{day}" if day and match["until"] else day
    return f"{match['since']}/" if kind == "since" else match["year"]


def _joined(first: str, last: str) -> str:
    return f"{first}/{last}" if first and last and first <= last else ""


def _first_months(count: int, year: str) -> str:
    if not year or not 0 < count <= 12:
        return ""
    if count in {6, 12}:
        return f"{year}-H1" if count == 6 else year
    return f"{year}-01/{year}-{count:02}" if count > 1 else f"{year}-01"


def _month(printed: str, year: str) -> str:
    month, *rest = (int(n) for n in _NUMBERS.findall(printed))
    of = rest[0] if rest else int(year or 0)
    return f"{of}-{month:02}" if of and 1 <= month <= 12 else ""


def _day(printed: str, year: str) -> str:
    day, month, *rest = (int(n) for n in _NUMBERS.findall(printed))
    of = rest[0] if rest else int(year or 0)
    try:
        return datetime.date(of, month, day).isoformat()
    except ValueError:
        return ""
