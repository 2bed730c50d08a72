"""Unit: a quantity is printed with a unit it can have. Only ever a warning."""

import re
from collections.abc import Iterator

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.reading import Reading
from danvan.core.figures.lexicon import COUNTED

RULE = "unit"

# An amount that is "5,8 %, tăng 7 %" has lost its own unit.
_AMOUNT = re.compile(
    r"(?:kim ngạch|trị giá|giá trị|tổng vốn|số vốn|số tiền|doanh thu|kinh phí|tổng thu|tổng chi|sản lượng)(?! tăng| giảm)[^.;,()%\d]{0,40}\b(?:đạt|là)(?: khoảng| gần| hơn| trên)?[ ]*$"
)
_GROWS = re.compile(r"^[ ]*,?[ ]*(?:tăng|giảm)[ ]*$")
_PLAIN_END = re.compile(r"^[ ]*,?[ ]*(?:tăng|giảm)")
_COUNTED = re.compile(
    r"(?:số lượng|tổng số|số)[ ]+(?P<noun>[^\W\d_]+(?:[ ][^\W\d_]+)?)[^.;:()\d\n]{0,60}?(?:\blà|:)[ ]*$"
)
_ACTORS = frozenset({"người", "tổ chức", "doanh nghiệp", "hộ", "hợp tác xã"})
_PAPERS = frozenset(
    {"tờ khai", "hồ sơ", "đơn", "văn bản", "quyết định", "phiếu", "tin"}
)


def check(reading: Reading) -> Iterator[Check]:
    """Yield one warning for each figure whose unit contradicts its words."""
    for index in range(len(reading.figures)):
        made = _lost_unit(reading, index) or _other_thing(reading, index)
        if made:
            yield made


def _lost_unit(reading: Reading, index: int) -> Check | None:
    figure = reading.figures[index]
    if (
        figure.key != "%"
        or not _AMOUNT.search(reading.gaps[index][-90:])
        or index + 1 >= len(reading.figures)
    ):
        return None
    after = reading.figures[index + 1]
    if after.key != "%" or not _GROWS.match(reading.gaps[index + 1]):
        return None
    message = both(
        f"In {shown(figure.value)}% cho một số tuyệt đối, rồi lại có mức tăng, giảm {shown(after.value)}%: có thể sai đơn vị.",
        f"Printed {shown(figure.value)}% for an amount, followed by its change of {shown(after.value)}%: the unit may be wrong.",
    )
    return Check(
        RULE,
        False,
        "warning",
        (index, index + 1),
        plain(figure.value),
        "",
        message,
        reading.span((index, index + 1)),
    )


def _other_thing(reading: Reading, index: int) -> Check | None:
    figure = reading.figures[index]
    match = _COUNTED.search(reading.gaps[index][-110:])
    if figure.key not in _PAPERS or figure.implied or not match:
        return None
    words = match["noun"].split()
    noun = COUNTED.get(" ".join(words)) or COUNTED.get(words[0])
    if noun not in _ACTORS:
        return None
    message = both(
        f"Số lượng {match['noun']} được in bằng đơn vị “{figure.unit}”: {shown(figure.value)} {figure.unit}.",
        f"A number of “{match['noun']}” is printed in “{figure.unit}”: {shown(figure.value)} {figure.unit}.",
    )
    return Check(
        RULE,
        False,
        "warning",
        (index,),
        f"{plain(figure.value)} {figure.unit}",
        match["noun"],
        message,
        reading.span((index,)),
    )
