"""The words that say the parts of a total are all there is.

Brackets right after the total, "gồm", a last part after "còn", and parts that between
them leave nothing out (xuất khẩu and nhập khẩu, đủ and không đủ điều kiện) close a
split. "Trong đó" alone closes nothing, and neither do examples (tiêu biểu, nhất là).
"""

import re
from typing import Literal

from danvan.core.checks.kin import SUB
from danvan.core.checks.reading import Reading

Closure = Literal["bracket", "list", "rest", "complement", "over", ""]

_MAKES_UP = re.compile(
    r"(?<!đã )(?<!không )(?<!chưa )(?<!cơ quan )\b(?:gồm|bao gồm|gồm có|chia ra|chia thành|cơ cấu)\b(?! cả)"
)
_REST = re.compile(
    r"\b(?:còn lại|số còn lại|còn)\b(?! hiệu lực| thiếu| phải| có thể| khoảng)[^.;()\d]{0,24}$"
)
_EXAMPLES = re.compile(
    r"như[: ]|tiêu biểu|điển hình|chủ yếu|nhất là|một số|riêng|cao nhất|nhiều nhất|so với|cùng kỳ|tương đương"
    r"|bình quân|đã bao gồm|bao gồm cả|không bao gồm|đáng chú ý|nổi bật|ngoài ra|đặc biệt"
)
_OPEN_END = re.compile(
    r"…|\.\.\.|v\.v|\bvv\b|còn lại|\b(?:và|cùng)(?: một số| các| nhiều)[^.;)]{0,120}\bkhác\b"
)
_NO_SPLIT = re.compile(
    r"\((?:có|đạt|tăng|giảm|bằng|trừ|chưa|vượt|cùng kỳ|kế hoạch|năm|so|tương đương|từ|kể cả|chiếm|không|đã|hơn|lũy kế|tính)\b"
)

# Words that between them leave nothing out.
_COMPLEMENTS = [
    (re.compile(a), re.compile(b))
    for a, b in (
        (r"xuất khẩu|\bxk\b|xuất cảnh", r"(?<!xuất )nhập khẩu|\bnk\b|nhập cảnh"),
        (r"trực tuyến|qua mạng", r"trực tiếp"),
        (r"\bnam\b", r"\bnữ\b"),
        (r"đúng hạn|trước hạn", r"trễ hạn|quá hạn|chậm hạn|trễ hẹn"),
        (r"trung ương", r"địa phương"),
        (r"trong nước|nội địa", r"nước ngoài|quốc tế|ngoài nước"),
        (r"thành thị|đô thị", r"nông thôn"),
    )
]
_NEGATED = re.compile(
    r"\b(?:không|chưa) ((?:đủ |thuộc |đúng |đạt |được |hoàn |chấp |có )[^\W\d_]+(?: [^\W\d_]+)?)"
)


def closure_of(reading: Reading, total: int, parts: tuple[int, ...]) -> Closure:
    """Return by what words ``parts`` are all there is of ``total``, '' if by none."""
    head = between(reading, total, parts[0])
    if len(head) > 400:
        return ""
    if _REST.search(reading.gaps[parts[-1]]) and not _EXAMPLES.search(head[-60:]):
        return "rest"
    if complement(reading, parts):
        return "complement"
    if _OPEN_END.search(reading.tail(parts[-1])) or _EXAMPLES.search(head[-60:]):
        return ""
    opened = reading.brackets[parts[0]][len(reading.brackets[total]) :]
    inside = head[head.rfind("(") :] if "(" in head else ""
    if (
        opened
        and inside
        and len(head) < 160
        and not SUB.search(inside)
        and not _NO_SPLIT.match(inside)
    ):
        return "bracket"
    makes_up = _MAKES_UP.search(head)
    if (
        makes_up
        and "(" not in head[: makes_up.start()]
        and reading.together(total, parts[-1])
    ):
        return "list"
    return ""


def complement(reading: Reading, parts: tuple[int, ...]) -> bool:
    """Say whether two parts are named by words that leave nothing out between them.

    The words stand before both numbers or after both.
    """
    if len(parts) != 2:
        return False
    before = [reading.gaps[i][-70:] for i in parts]
    after = [
        re.split(r"[,;.)]| và ", reading.tail(i)[:60], maxsplit=1)[0] for i in parts
    ]
    return _leave_nothing(*before) or _leave_nothing(*after)


def _leave_nothing(one: str, other: str) -> bool:
    return (
        any(_pair(a, b, one, other) or _pair(b, a, one, other) for a, b in _COMPLEMENTS)
        or _denies(one, other)
        or _denies(other, one)
    )


def _pair(this: re.Pattern[str], that: re.Pattern[str], one: str, other: str) -> bool:
    return bool(this.search(one) and that.search(other)) and not that.search(one)


def _denies(one: str, other: str) -> bool:
    """Say whether ``one`` denies what ``other`` affirms: không đủ, đủ điều kiện."""
    affirmed = _NEGATED.sub(" ", other)
    return any(match[1] in affirmed for match in _NEGATED.finditer(one))


def merely_named(reading: Reading, total: int, parts: tuple[int, ...]) -> bool:
    """Say whether "trong đó" opens the parts and a mere "còn" brings the last.

    "Trong đó 980 đang hoạt động, còn 120 tạm ngừng" need not be all.
    """
    last = reading.gaps[parts[-1]]
    return "trong đó" in between(reading, total, parts[0]) and "còn lại" not in last


def between(reading: Reading, first: int, second: int) -> str:
    """Return the words from the end of one figure to the start of a later one."""
    figures = reading.figures
    return reading.normal.lower[figures[first].tail : figures[second].spot.start]
