"""Names of units: how they are searched and sorted."""

import re

from danvan.core.text.fold import fold, sort_key

# What a territory is stands before its name: "Xã Tiểu Cần" sorts under T.
_SORT = re.compile(
    r"^(tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu)\s+", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")


def name_keys(name: str) -> dict[str, str | bytes]:
    """Return the stored search form and sort key of a unit's name.

    Numbers sort by value: Phường 2 comes before Phường 10.

    >>> name_keys("Phường Cái Khế")["folded"]
    'phuong cai khe'
    """
    proper = _SORT.sub("", name)
    padded = _NUMBER.sub(lambda digits: digits[0].zfill(4), proper)
    return {"folded": fold(name), "sort_key": sort_key(padded)}
