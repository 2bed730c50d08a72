"""Count: a list has as many members as the number before it says.

A list is read only where its borders are plain: in brackets, after a colon up to the
end of the sentence, or as lines. Where names of districts stand among names of
communes, both ways of counting are tried.
"""

import re
from collections.abc import Iterator

from danvan.core.checks.finding import Check, Severity, both
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure

RULE = "count"

_MOST = 60
_LONGEST = 2500
_LEAD = re.compile(
    r"[^.;:()\n]{0,60}?\(|[^.;()\n]{0,220}?(?:, )?(?:gồm|bao gồm|là|cụ thể|như sau|đó là)?(?: có)?[ ]?:[ ]*|[^.;:()\n]{0,120}?\b(?:gồm|bao gồm)(?: có)? "
)
_EXAMPLES = re.compile(
    r"như|tiêu biểu|điển hình|một số|chủ yếu|nhất là|trong đó|ví dụ|ảnh|v\.v|…|\.\.\.|riêng"
)
_ITEM = re.compile(r"[;,]|[ ]và[ ]|[ ]cùng[ ]")
_UNITS = re.compile(
    r"^(?:các |và |thuộc |của |tại )*(?P<level>tỉnh|thành phố|tp\.?|thị xã|tx\.?|quận|huyện|xã|phường|thị trấn|thôn|ấp|đặc khu)\b",
    re.IGNORECASE,
)
_LINES = re.compile(r"(?:\n[ ]*)+(?P<mark>[-+•*])[ ]*\S")
_NAME = re.compile(
    r"(?:[A-ZĐÀ-Ỹ][\w'’.–-]*)(?:[ ]+(?:[A-ZĐÀ-Ỹ0-9–-][\w'’.–-]*|[a-zà-ỹđ]+[ ]+(?=[A-ZĐÀ-Ỹ]))){0,5}"
)
# Only lists of places are sure to name one member each; a person's title may follow.
_PLACES = frozenset({"xã", "phường", "thị trấn", "huyện", "tỉnh", "thôn", "đơn vị"})
_LEVELS = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
_IDS = re.compile(r"\d{1,3}(?:[ ]?[;,][ ]?\d{1,3})+|\d{1,3}(?:, ?\d{1,3})* và \d{1,3}")


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each number followed by a list of what it counts."""
    for index, figure in enumerate(reading.figures):
        if (
            not (figure.number.whole and 2 <= figure.value <= _MOST)
            or figure.measured
            or figure.slot
        ):
            continue
        if figure.scale != 1 or figure.bound or figure.unit is None:
            continue
        made = _in_line(reading, index) or _in_lines(reading, index)
        if made:
            yield made


def _in_line(reading: Reading, index: int) -> Check | None:
    figure = reading.figures[index]
    text, lower = reading.normal.text, reading.normal.lower
    lead = _LEAD.match(lower, figure.tail)
    if not lead or _EXAMPLES.search(lead[0]):
        return None
    following = (
        reading.figures[index + 1].spot.start
        if index + 1 < len(reading.figures)
        else len(text)
    )
    end = _end(text, lead.end(), bracket=lead[0].endswith("("))
    body = text[lead.end() : end]
    if (
        not body
        or end > lead.end() + _LONGEST
        or _EXAMPLES.search(body.lower()[-30:])
        or "…" in text[end : end + 2]
        or text[end : end + 2] == ".."
    ):
        return None
    if lead[0].endswith("(") and _IDS.fullmatch(body.strip()):
        return _made(reading, index, {len(re.findall(r"\d+", body))}, sure=False)
    if end > following:
        return None
    names = _names(body, figure)
    if names:
        return _made(reading, index, names, sure=figure.key in _PLACES)
    clauses = [c for c in body.split(";") if c.strip()]
    if len(clauses) > 2:
        return _made(reading, index, {len(clauses)}, sure=False, hopeful=True)
    return None


def _end(text: str, start: int, *, bracket: bool) -> int:
    """Return where the list that begins at ``start`` ends."""
    if bracket:
        closing = text.find(")", start, start + _LONGEST)
        return closing if closing > 0 else start
    stop = re.compile(r"\.(?=\s|$)|\n|\)").search(text, start, start + _LONGEST)
    return stop.start() if stop else start


def _names(body: str, figure: Figure) -> set[int]:
    """Return how many names the list has, by each way of counting; none if it is no list of names."""
    items = [item.strip(" .\n") for item in _ITEM.split(body) if item.strip(" .\n")]
    own, all_of_them = 0, 0
    for item in items:
        unit = _UNITS.match(item)
        name = item[unit.end() :].strip() if unit else item
        if not _NAME.fullmatch(name):
            return set()
        all_of_them += 1
        level = (
            _LEVELS.get(unit["level"].lower(), unit["level"].lower()) if unit else ""
        )
        own += (
            not level
            or level in (figure.unit or "").lower()
            or figure.unit in {"đơn vị", "địa phương"}
        )
    return {all_of_them, own} if all_of_them > 1 else set()


def _in_lines(reading: Reading, index: int) -> Check | None:
    """A number, a colon at the end of its line, and one marked line for each member."""
    figure = reading.figures[index]
    text = reading.normal.text
    line_end = text.find("\n", figure.tail)
    if (
        line_end < 0
        or not text[figure.tail : line_end].rstrip().endswith(":")
        or line_end - figure.tail > 240
    ):
        return None
    if _EXAMPLES.search(text[figure.tail : line_end].lower()):
        return None
    lines, at = 0, line_end
    mark = None
    while match := _LINES.match(text, at):
        if mark not in {None, match["mark"]}:
            break
        mark = match["mark"]
        lines += 1
        at = text.find("\n", match.end())
        if at < 0:
            break
    return (
        _made(reading, index, {lines}, sure=False, hopeful=True) if lines > 1 else None
    )


def _made(
    reading: Reading,
    index: int,
    counted: set[int],
    *,
    sure: bool,
    hopeful: bool = False,
) -> Check | None:
    """Return the check; a list that may be no list (``hopeful``) only when it holds."""
    figure = reading.figures[index]
    printed = int(figure.value)
    holds = printed in counted
    best = printed if holds else min(counted, key=lambda n: abs(n - printed))
    if not holds and (hopeful or abs(best - printed) > max(2, printed // 3)):
        return None
    severity: Severity = "note" if holds else "error" if sure else "warning"
    unit = figure.unit or ""
    message = (
        both(
            f"In {printed} {unit}; danh sách có {best}.",
            f"Printed {printed} {unit}; the list has {best}.",
        )
        if holds
        else both(
            f"In {printed} {unit}, nhưng danh sách sau đó có {best}.",
            f"Printed {printed} {unit}, but the list after it has {best}.",
        )
    )
    return Check(
        RULE,
        holds,
        severity,
        (index,),
        str(printed),
        str(best),
        message,
        reading.span((index,)),
    )
