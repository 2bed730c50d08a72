"""What is said about an entry, in Vietnamese and in English."""

from collections.abc import Mapping
from decimal import Decimal

from danvan.core.checks.interval import Interval
from danvan.core.registers.kind import Field, Words

_SAID: Mapping[str, Words] = {
    "missing": {"vi": "Hãy nhập {name}.", "en": "Enter {name}."},
    "number": {
        "vi": "{name} phải là một số, ví dụ 1.250.",
        "en": "{name} must be a number, such as 1.250.",
    },
    "whole": {
        "vi": "{name} phải là số nguyên, không có phần lẻ.",
        "en": "{name} must be a whole number.",
    },
    "places": {
        "vi": "{name} có quá nhiều chữ số sau dấu phẩy.",
        "en": "{name} has too many digits after the comma.",
    },
    "limits": {
        "vi": "{name} phải từ {low} đến {high}.",
        "en": "{name} must be between {low} and {high}.",
    },
    "date": {
        "vi": "{name} phải là một ngày có thật, ví dụ 22/11/2026.",
        "en": "{name} must be a real day, such as 22/11/2026.",
    },
    "choice": {
        "vi": "{name} không có trong danh sách.",
        "en": "{name} is not in the list.",
    },
    "long": {
        "vi": "{name} dài quá {low} ký tự.",
        "en": "{name} is longer than {low} characters.",
    },
    "control": {
        "vi": "{name} có ký tự không đọc được; hãy gõ lại.",
        "en": "{name} has characters that cannot be read; type it again.",
    },
    "person": {
        "vi": "{name} có vẻ chứa số điện thoại hoặc số căn cước. Sổ này chỉ ghi số lượng; hãy bỏ số đó.",
        "en": "{name} seems to hold a phone or identity number. This book holds counts only; take it out.",
    },
    "broken": {"vi": "{rule} ({low} và {high}).", "en": "{rule} ({low} and {high})."},
}


def say(
    what: str,
    field: Field | None,
    low: Decimal | Words | None = None,
    *more: Decimal | Interval | None,
) -> Words:
    """Return the words for one thing that is wrong, in both languages."""
    found = {}
    for language, text in _SAID[what].items():
        rule = low[language].rstrip(".") if isinstance(low, Mapping) else ""
        numbers = [n for n in (low, *more) if not isinstance(n, Mapping)]
        shown_ = [shown(_one(n)) for n in numbers if n is not None]
        shown_ += [""] * (2 - len(shown_))
        name = field.name[language] if field else ""
        found[language] = text.format(
            name=name, rule=rule, low=shown_[0], high=shown_[1]
        )
    return found


def _one(value: Decimal | Interval) -> Decimal:
    return value.low if isinstance(value, Interval) else value


def shown(value: Decimal) -> str:
    """Write a number as offices do: 1.234,5.

    >>> shown(Decimal("29317")), shown(Decimal("3.600"))
    ('29.317', '3,6')
    """
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "−" if value < 0 else ""
    return sign + grouped + (f",{fraction}" if fraction else "")
