"""Which figures may be added to one another, and what a cue before one says."""

import re

from danvan.core.figures.figure import Figure

# Kinds of things reports add together although they name them differently.
_CASES = frozenset({"đơn", "vụ", "ý kiến", "trường hợp", "hồ sơ", "nội dung"})
_PAPERS = frozenset(
    {
        "văn bản",
        "nghị quyết",
        "kế hoạch",
        "công văn",
        "quyết định",
        "chỉ thị",
        "báo cáo",
    }
    | {"thông báo", "kết luận", "chương trình", "đề án", "tờ"}
)
_PLACES = frozenset(
    {"đơn vị", "xã", "phường", "thị trấn", "huyện", "tỉnh", "đặc khu", "xã, phường"}
)
_HEADS = frozenset({"người", "trường hợp", "lượt", "vụ", "hộ"})
RATES = frozenset({"%", "points", "times", "‰", "rank", "time", "age", "score", ""})

CHANGE = re.compile(
    r"\b(?:tăng|giảm|vượt|hụt|chênh lệch|chênh|cao hơn|thấp hơn|nhiều hơn|ít hơn|thêm|bớt|xuất siêu|nhập siêu)"
    r"(?: (?:thêm|được|khoảng|gần|hơn|trên|tuyệt đối|mạnh|nhẹ|tới|đến|xuống|lên|còn|là|ước|đạt|mức|thấp|cao|tương ứng))*[ :]*$"
    r"|\b(?:bình quân|trung bình)\b[^.;,()\n]{0,28}$"
)
EARLIER = re.compile(
    r"(?:so với|cùng kỳ|năm trước|ngày trước)[^()\n;]{0,40}\((?!trong đó|gồm|bao gồm)[^()]{0,30}$"
    r"|(?:năm \d{4}|kế hoạch|dự toán)[^()\n;\d]{0,4}\((?!trong đó|gồm|bao gồm)[^()]{0,12}$"
)
SUB = re.compile(
    r"trong đó|trong số đó|trong số này|riêng|đã bao gồm|bao gồm cả|gồm cả|kể cả|nhất là"
)
CHANGE_BEFORE = re.compile(
    r"\b(?:tăng|giảm|vượt|hụt|cao hơn|thấp hơn|tăng trưởng)\b(?![^.;()\n]*\b(?:đạt|chiếm|bằng|là)\b)[^.;()\n%]{0,40}$"
)


def kin(one: Figure, other: Figure) -> bool:
    """Say whether both figures count the same kind of thing."""
    if one.key in RATES or other.key in RATES:
        return False
    return one.key == other.key or _turns_of(one, other) or _turns_of(other, one)


def _turns_of(one: Figure, other: Figure) -> bool:
    """Lượt ý kiến and ý kiến are counted together, lượt người and người are not."""
    return (
        one.key == "lượt"
        and other.key != "người"
        and (one.unit or "").lower() == f"lượt {(other.unit or '').lower()}"
    )


def loosely_kin(one: Figure, other: Figure) -> bool:
    """Say whether a careful reader may add both: đơn and vụ việc, người and trường hợp."""
    return nearly_kin(one, other) or {one.key, other.key} <= _HEADS


def nearly_kin(one: Figure, other: Figure) -> bool:
    """Say whether both names are used for one thing, so that a sum may even be wrong."""
    keys = {one.key, other.key}
    return kin(one, other) or keys <= _CASES or keys <= _PLACES or keys <= _PAPERS


def is_change(gap: str) -> bool:
    """Say whether the words before a figure make it an increase or a decrease."""
    return bool(CHANGE.search(gap[-60:]))
