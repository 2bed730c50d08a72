"""What every written form of an audit says, in Vietnamese and English."""

from collections.abc import Mapping
from typing import Any, Final

RULES: Final[dict[str, dict[str, str]]] = {
    "sum": {"vi": "tổng các phần", "en": "sum of the parts"},
    "ratio": {"vi": "tỷ lệ", "en": "ratio"},
    "difference": {"vi": "tăng, giảm", "en": "difference"},
    "count": {"vi": "số lượng so với danh sách", "en": "number against list"},
    "consistency": {"vi": "số liệu mâu thuẫn", "en": "consistency"},
    "unit": {"vi": "đơn vị tính", "en": "unit"},
    "date": {"vi": "ngày tháng, văn bản viện dẫn", "en": "dates and cited documents"},
    "format": {"vi": "cách viết số", "en": "format of numbers"},
}

SEVERITIES: Final[dict[str, dict[str, str]]] = {
    "error": {"vi": "SAI", "en": "ERROR"},
    "warning": {"vi": "CẦN XEM LẠI", "en": "TO CHECK"},
    "note": {"vi": "GHI CHÚ", "en": "NOTE"},
}

WORDS: Final[dict[str, dict[str, str]]] = {
    "counts": {
        "vi": "{figures} số liệu, {citations} văn bản viện dẫn, {checks} phép kiểm tra",
        "en": "{figures} figures, {citations} cited documents, {checks} checks",
    },
    "outcome": {
        "vi": "{errors} chỗ sai, {warnings} chỗ cần xem lại, {notes} ghi chú",
        "en": "{errors} errors, {warnings} to check, {notes} notes",
    },
    "clean": {
        "vi": "Không thấy chỗ nào sai trong những phép đã kiểm tra.",
        "en": "Nothing wrong was found in what was checked.",
    },
    "printed": {"vi": "số in: {}", "en": "printed: {}"},
    "computed": {"vi": "tính được: {}", "en": "computed: {}"},
    "foot": {
        "vi": "Kết quả này là công cụ hỗ trợ người soạn thảo, không phải kết luận thẩm định.",
        "en": "This is an aid to whoever drafts the report, not an appraisal.",
    },
    "page": {"vi": "trang {}", "en": "page {}"},
    "paragraph": {"vi": "đoạn {}", "en": "paragraph {}"},
    "sheet": {"vi": "trang tính {}", "en": "sheet {}"},
    "cell": {"vi": "ô {}", "en": "cell {}"},
    "line": {"vi": "dòng {}", "en": "line {}"},
    "title": {"vi": "Soát số liệu: {}", "en": "Figures checked: {}"},
    "findings": {"vi": "Những chỗ cần sửa hoặc xem lại", "en": "Findings"},
    "text": {"vi": "Văn bản", "en": "Text"},
    "legend": {
        "vi": "Số gạch chân liền: khớp. Gạch chân đôi, nền đậm: có vấn đề. Gạch chấm: chưa kiểm tra được.",
        "en": "Solid underline: holds. Double underline, shaded: see the findings. Dotted: unchecked.",
    },
    "repair": {"vi": "Gợi ý: {}", "en": "Suggestion: {}"},
    "file": {"vi": "Tệp", "en": "File"},
    "figures": {"vi": "Số liệu", "en": "Figures"},
    "failures": {"vi": "Cần sửa", "en": "Failures"},
    "total": {"vi": "Cộng", "en": "Total"},
    "unreadable": {"vi": "không đọc được", "en": "unreadable"},
}


def say(word: str, language: str, *values: object, **named: object) -> str:
    """Return a phrase in ``language``, filled in."""
    return WORDS[word][language].format(*values, **named)


def failures(audit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the checks that do not hold, errors first, then in reading order."""
    order = list(SEVERITIES)
    bad = [c for c in audit["checks"] if not c["holds"]]
    return sorted(bad, key=lambda c: (order.index(c["severity"]), c["start"]))


def severities(audit: Mapping[str, Any]) -> dict[str, int]:
    """Count the checks that do not hold by their weight."""
    bad = [c["severity"] for c in audit["checks"] if not c["holds"]]
    return {severity: bad.count(severity) for severity in SEVERITIES}


def outcome(audit: Mapping[str, Any], language: str) -> str:
    """Say in one line what was looked at and what was found."""
    counted = severities(audit)
    looked = say(
        "counts",
        language,
        figures=len(audit["figures"]),
        citations=len(audit["citations"]),
        checks=len(audit["checks"]),
    )
    found = say(
        "outcome",
        language,
        errors=counted["error"],
        warnings=counted["warning"],
        notes=counted["note"],
    )
    return f"{looked}; {found}"
