"""Find the totals of a text and the parts they are split into.

A split is a total with a run of kindred figures after it. Language closes a split when
it says that the parts are all there is: brackets right after the total, "gồm", a last
part after "còn", parts that complement each other (xuất khẩu, nhập khẩu). "Trong đó"
alone closes nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from danvan.core.checks.interval import Interval, limits, near
from danvan.core.checks.kin import EARLIER, SUB, is_change, kin, loosely_kin
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure

Closure = Literal["bracket", "list", "rest", "complement", ""]

_REACH = 70  # parts a total can have; 63 provinces fit
_MAKES_UP = re.compile(
    r"(?<!đã )(?<!không )(?<!chưa )(?<!không )\b(?:gồm|bao gồm|gồm có|chia ra|chia thành|cơ cấu)\b(?! cả)"
)
_CUE = re.compile(r"trong đó|gồm|cụ thể|như sau|chi tiết|chia ra|bao gồm|:|\(")
_REST = re.compile(
    r"\b(?:còn lại|số còn lại|còn)\b(?! hiệu lực| thiếu| phải| có)[^.;,()\d]{0,24}$"
)
_EXAMPLES = re.compile(
    r"như[: ]|tiêu biểu|điển hình|chủ yếu|nhất là|một số|riêng|cao nhất|nhiều nhất|so với|cùng kỳ|tương đương|bình quân|đã bao gồm|bao gồm cả|không bao gồm"
)
_OPEN_END = re.compile(r"…|\.\.\.|v\.v|\bvv\b")
_SLASH = re.compile(r"[ ]*\([^)\n]*\)[ ]*/[ ]*$|[ ]*/[ ]*$")

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


@dataclass(frozen=True, slots=True)
class Split:
    """A total and its parts, by their places in the list of figures.

    ``closure`` says by what words the parts are all there is, '' when nothing says so.
    ``holds`` says whether the parts make the total within their precision.
    """

    total: int
    parts: tuple[int, ...]
    closure: Closure
    holds: bool
    cue: bool


def find_splits(reading: Reading) -> list[Split]:
    """Return the splits of a text: those that hold, and those that should."""
    found = [
        split
        for index in range(len(reading.figures))
        if (split := _split(reading, index))
    ]
    return [*found, *_common_wholes(reading)]


def _split(reading: Reading, total: int) -> Split | None:
    figure = reading.figures[total]
    if (
        figure.key == ""
        or figure.slot in {"low", "high", "fraction"}
        or figure.amount <= 1
        or figure.key == "times"
    ):
        return None
    for alike in (kin, loosely_kin):
        parts = list(_walk(reading, total, alike))
        if not parts:
            continue
        fit = _fitting(reading, total, parts, alike)
        if fit:
            return Split(
                total,
                fit,
                _closure(reading, total, fit),
                True,
                _has_cue(reading, total, fit),
            )
        closed = _closed(reading, total, parts)
        if closed:
            return closed
    return None


def _walk(
    reading: Reading, total: int, alike: Callable[[Figure, Figure], bool]
) -> Iterator[int]:
    """Yield the figures after ``total`` that may be its parts, nested ones left out."""
    whole = reading.figures[total]
    level: tuple[int, ...] | None = None
    nested = False
    stop = min(len(reading.figures), total + 1 + 3 * _REACH)
    taken = 0
    for index in range(total + 1, stop):
        part, gap = reading.figures[index], reading.gaps[index]
        if (
            taken >= _REACH
            or (index - total > 12 and not taken)
            or part.spot.start - whole.tail > 4000
        ):
            return
        depth = reading.brackets[index]
        if (
            level is not None
            and len(depth) < len(level)
            and level[: len(depth)] == depth
            and len(level) > len(reading.brackets[total])
        ):
            return
        if nested and (";" in gap or not reading.together(index - 1, index)):
            nested = False
        if taken and SUB.search(gap):
            nested = True
        if not alike(whole, part) or nested or not _fits_slot(reading, total, index):
            continue
        if is_change(gap) or EARLIER.search(
            reading.normal.lower, max(0, part.spot.start - 90), part.spot.start
        ):
            continue
        if level is None:
            level = depth
        if len(depth) > len(level):
            continue
        taken += 1
        yield index


def _fits_slot(reading: Reading, total: int, index: int) -> bool:
    whole, part = reading.figures[total], reading.figures[index]
    if part.slot in {"low", "high", "fraction"} or index == whole.mate:
        return False
    if whole.slot == "whole":
        return part.slot == "whole" or part.slot is None
    return part.slot != "whole"


def _fitting(
    reading: Reading,
    total: int,
    parts: list[int],
    alike: Callable[[Figure, Figure], bool],
) -> tuple[int, ...]:
    """Return the first run of ``parts`` that makes up the total, () when none does."""
    target = near(reading.figures[total])
    strong = (
        len(str(int(reading.figures[total].amount / reading.figures[total].scale))) >= 3
    )
    runs: list[tuple[Interval, tuple[int, ...]]] = []
    for place, index in enumerate(parts):
        amount = near(reading.figures[index])
        other = place and _SLASH.search(reading.gaps[index])
        begins = place == 0 or _begins(reading, parts[place - 1], index)
        grown: list[tuple[Interval, tuple[int, ...]]] = []
        for so_far, members in runs:
            grown.append((so_far + amount, (*members, index)))
            if other:  # 235 (tỉnh giao) / 258 (huyện giao): one of the two
                grown.append((so_far, members))
                if members and members[-1] == parts[place - 1] and len(members) > 1:
                    grown.append(
                        (_sum(reading, members[:-1]) + amount, (*members[:-1], index))
                    )
        if begins:
            grown.append((amount, (index,)))
        runs = [run for run in grown if run[0].low <= target.high][-6:]
        for so_far, members in runs:
            if (
                len(members) > 1
                and so_far.meets(target)
                and _likely(reading, total, members, strong=strong, strict=alike is kin)
            ):
                return members
        if not runs and place > 2:
            break
    return ()


def _sum(reading: Reading, members: tuple[int, ...]) -> Interval:
    first, *others = members
    amount = near(reading.figures[first])
    for other in others:
        amount = amount + near(reading.figures[other])
    return amount


def _begins(reading: Reading, before: int, index: int) -> bool:
    gap = reading.gaps[index]
    return ":" in gap or "trong đó" in gap or not reading.together(before, index)


def _likely(
    reading: Reading,
    total: int,
    members: tuple[int, ...],
    *,
    strong: bool,
    strict: bool,
) -> bool:
    """Say whether a sum that fits is meant as one, and no play of small numbers."""
    cue = _has_cue(reading, total, members)
    close = reading.sentence_of[members[0]] - reading.sentence_of[total] <= 1
    if not strict:
        return cue and strong and close
    if strong:
        return cue or close or len(members) > 3
    return (
        (cue and close)
        or bool(_closure(reading, total, members))
        or (len(members) > 3 and close)
    )


def _has_cue(reading: Reading, total: int, members: tuple[int, ...]) -> bool:
    return bool(_CUE.search(_between(reading, total, members[0])))


def _between(reading: Reading, first: int, second: int) -> str:
    return reading.normal.lower[
        reading.figures[first].tail : reading.figures[second].spot.start
    ]


def _closure(reading: Reading, total: int, parts: tuple[int, ...]) -> Closure:
    """Return by what words ``parts`` are all there is of the total."""
    head = _between(reading, total, parts[0])
    if len(head) > 400:
        return ""
    end = reading.tail(parts[-1])
    if (
        _REST.search(reading.gaps[parts[-1]])
        and "khoảng" not in reading.gaps[parts[-1]]
    ):
        return "rest"
    if complement(reading, parts):
        return "complement"
    if _OPEN_END.search(end[:12]) or _EXAMPLES.search(head[-60:]):
        return ""
    opened = reading.brackets[parts[0]][len(reading.brackets[total]) :]
    if (
        opened
        and "(" in head
        and not SUB.search(head[head.rfind("(") :])
        and not re.match(
            r"\((?:có|đạt|tăng|giảm|bằng|trừ|chưa)\b", head[head.rfind("(") :]
        )
    ):
        return "bracket"
    if _MAKES_UP.search(head) and reading.together(total, parts[-1]):
        return "list"
    return ""


def complement(reading: Reading, parts: tuple[int, ...]) -> bool:
    """Say whether two parts are named by words that leave nothing out between them."""
    if len(parts) != 2:
        return False
    one, other = (reading.gaps[i][-70:] + " " + reading.tail(i)[:50] for i in parts)
    for a, b in _COMPLEMENTS:
        if (a.search(one) and b.search(other) and not b.search(one)) or (
            b.search(one) and a.search(other) and not a.search(one)
        ):
            return True
    negated = [m[1] for m in _NEGATED.finditer(other)]
    plain = _NEGATED.sub(" ", one)
    if any(words in plain for words in negated):
        return True
    negated = [m[1] for m in _NEGATED.finditer(one)]
    plain = _NEGATED.sub(" ", other)
    return any(words in plain for words in negated)


def _closed(reading: Reading, total: int, parts: list[int]) -> Split | None:
    """Return the split the words close although its sum fails, None when none does."""
    own = [i for i in parts if reading.sentence_of[i] == reading.sentence_of[total]]
    following = [
        i for i in parts if reading.sentence_of[i] == reading.sentence_of[total] + 1
    ]
    if len(own) < 2 and following and SUB.search(reading.gaps[following[0]][:80]):
        own = following
    for stop in range(len(own), 1, -1):
        members = tuple(own[:stop])
        closure = _closure(reading, total, members)
        if not closure or (closure in {"bracket", "list"} and stop != len(own)):
            continue
        if _possible(reading, total, members):
            return None
        return Split(total, members, closure, False, _has_cue(reading, total, members))
    return None


def _possible(reading: Reading, total: int, members: tuple[int, ...]) -> bool:
    """Say whether bounds (hơn, gần) leave the sum open after all."""
    amount = limits(reading.figures[members[0]])
    for index in members[1:]:
        amount = amount + limits(reading.figures[index])
    return amount.meets(limits(reading.figures[total]))


def _common_wholes(reading: Reading) -> list[Split]:
    """Fractions of one whole that together make it: 24/85, 4/85, 26/85, 31/85."""
    groups: dict[tuple[object, str], list[int]] = {}
    for index, figure in enumerate(reading.figures):
        if figure.slot == "part" and figure.mate is not None:
            whole = reading.figures[figure.mate]
            groups.setdefault((whole.amount, whole.key), []).append(index)
    found = []
    for parts in groups.values():
        if not 2 < len(parts) <= _REACH:
            continue
        common = reading.figures[parts[0]].mate
        if common is None:
            continue
        made = sum(reading.figures[i].amount for i in parts)
        if made == reading.figures[common].amount:
            found.append(Split(common, tuple(parts), "", True, True))
    return found
