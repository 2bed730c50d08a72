"""Say how a term was counted, so that a citizen can count it again."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Said = Mapping[str, str]

_WEEKDAYS = {
    "vi": ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"],
    "en": [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted: ``off`` and ``makeup`` are the days that differ from the week."""

    event: Said
    name: Said
    start: datetime.date
    days: int
    last: datetime.date
    due: datetime.date
    off: tuple[datetime.date, ...]
    makeup: tuple[datetime.date, ...]
    longer: Said


Manner = Callable[[Facts], Said]


def longer(*, remote: bool, complex: bool) -> Said:  # noqa: A002 - the law's word
    """Return why the longer term was taken, in brackets, or nothing."""
    vi = ["vùng sâu, vùng xa"] * remote + ["vụ việc phức tạp"] * complex
    en = ["remote area"] * remote + ["complex case"] * complex
    return {"vi": _bracket(vi), "en": _bracket(en)}


def working(facts: Facts) -> Said:
    """Explain a term in working days."""
    vi = f"{_begin(facts, 'vi')} làm việc{facts.longer['vi']}, không tính {facts.event['vi_day']}, trừ thứ bảy, chủ nhật và ngày nghỉ lễ{_days(facts.off)}"
    en = f"{_begin(facts, 'en')} working {_plural(facts)}{facts.longer['en']}, {facts.event['en_day']} not counted, without Saturdays, Sundays and public holidays{_days(facts.off)}"
    if facts.makeup:
        vi += f"; có tính ngày làm bù{_days(facts.makeup)}"
        en += f"; make-up working days counted{_days(facts.makeup)}"
    return {"vi": vi + _end(facts, "vi"), "en": en + _end(facts, "en")}


def calendar(facts: Facts) -> Said:
    """Explain a term in calendar days, and its move off a day nobody works."""
    vi = f"{_begin(facts, 'vi')}{facts.longer['vi']}, không tính {facts.event['vi_day']}, có tính thứ bảy, chủ nhật và ngày nghỉ lễ"
    en = f"{_begin(facts, 'en')} {_plural(facts)}{facts.longer['en']}, {facts.event['en_day']} not counted, Saturdays, Sundays and public holidays counted"
    if facts.last != facts.due:
        vi += f"; ngày cuối là {_long(facts.last, 'vi')}, ngày nghỉ, nên chuyển sang ngày làm việc tiếp theo"
        en += f"; the last day, {_long(facts.last, 'en')}, is a day off, so the next working day counts"
    return {"vi": vi + _end(facts, "vi"), "en": en + _end(facts, "en")}


def before(facts: Facts) -> Said:
    """Explain a term that runs back from a coming day, in calendar days."""
    return {
        "vi": f"{_on(facts, 'vi')}; phải {facts.name['vi']} trước ít nhất {facts.days} ngày; chậm nhất là {_long(facts.due, 'vi')}.",
        "en": f"{_on(facts, 'en')}; {facts.name['en']} at least {facts.days} days before; at the latest on {_long(facts.due, 'en')}.",
    }


def before_working(facts: Facts) -> Said:
    """Explain a term that runs back from a coming day, in working days."""
    return {
        "vi": f"{_on(facts, 'vi')}; phải {facts.name['vi']} trước ít nhất {facts.days} ngày làm việc, trừ thứ bảy, chủ nhật và ngày nghỉ lễ{_days(facts.off)}; chậm nhất là {_long(facts.due, 'vi')}.",
        "en": f"{_on(facts, 'en')}; {facts.name['en']} at least {facts.days} working days before, without Saturdays, Sundays and public holidays{_days(facts.off)}; at the latest on {_long(facts.due, 'en')}.",
    }


def add_unannounced(said: Said, year: int) -> Said:
    """Say that holidays of ``year`` were not left out, since nobody knows them yet."""
    return {
        "vi": f"{said['vi'][:-1]} (lịch nghỉ lễ năm {year} chưa được công bố nên chưa được trừ).",
        "en": f"{said['en'][:-1]} (the public holidays of {year} are not announced yet, so they are not left out).",
    }


def _begin(facts: Facts, language: str) -> str:
    unit = " ngày" if language == "vi" else ""
    return f"{_on(facts, language)}; {facts.days}{unit}"


def _on(facts: Facts, language: str) -> str:
    word = "ngày" if language == "vi" else "on"
    return f"{facts.event[language]} {word} {_short(facts.start)}"


def _end(facts: Facts, language: str) -> str:
    word = "hạn là" if language == "vi" else "due on"
    return f"; {word} {_long(facts.due, language)}."


def _plural(facts: Facts) -> str:
    return "day" if facts.days == 1 else "days"


def _long(day: datetime.date, language: str) -> str:
    join = " ngày " if language == "vi" else " "
    return f"{_WEEKDAYS[language][day.weekday()]}{join}{_short(day)}"


def _short(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def _days(days: tuple[datetime.date, ...]) -> str:
    return _bracket([_short(day) for day in days])


def _bracket(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""
