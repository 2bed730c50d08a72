"""Say how a term was counted, so that a citizen can count it again."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from danvan.core.casework.counting import Count, Line
from danvan.core.casework.rules import Rule
from danvan.core.casework.term import Pause, Term

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
_UNNAMED = {"public holiday", "make-up working day"}
_LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted, and how: ``days`` without the extensions of ``term``."""

    rule: Rule
    term: Term
    days: int
    count: Count

    def of_kind(self, *kinds: str) -> list[Line]:
        """Return the lines of the trace of these kinds, in their order."""
        return [line for line in self.count.lines if line["kind"] in kinds]


def explain(facts: Facts) -> Said:
    """Return the sentence of a term by language (``vi``, ``en``)."""
    manner = _back if facts.rule.before else _running
    return {language: manner(facts, language) for language in _LANGUAGES}


def _running(facts: Facts, language: str) -> str:
    body = _working(facts) if facts.rule.working else _calendar(facts)
    said = f"{_on(facts, language)}; {body[language]}{_changes(facts)[language]}"
    if facts.count.left:
        return said + _standing(facts)[language]
    word = "hạn là" if language == "vi" else "due on"
    return (
        f"{said}{_moved(facts)[language]}; {word} {_long(facts.count.due, language)}."
    )


def _working(facts: Facts) -> Said:
    longer, event, days = _longer(facts), facts.rule.event, facts.days
    off = [x for x in facts.of_kind("off") if _date(x["day"]).weekday() < 5]  # Mon-Fri
    vi = f"{days} ngày làm việc{longer['vi']}, không tính {event['vi_day']}, trừ thứ bảy, chủ nhật và ngày nghỉ lễ{_days(off, 'vi')}"
    en = f"{days} working {_plural(days)}{longer['en']}, {event['en_day']} not counted, without Saturdays, Sundays and public holidays{_days(off, 'en')}"
    if makeup := facts.of_kind("makeup"):
        vi += f"; có tính ngày làm bù{_days(makeup, 'vi')}"
        en += f"; make-up working days counted{_days(makeup, 'en')}"
    return {"vi": vi, "en": en}


def _calendar(facts: Facts) -> Said:
    longer, event, days = _longer(facts), facts.rule.event, facts.days
    return {
        "vi": f"{days} ngày{longer['vi']}, không tính {event['vi_day']}, có tính thứ bảy, chủ nhật và ngày nghỉ lễ",
        "en": f"{days} {_plural(days)}{longer['en']}, {event['en_day']} not counted, Saturdays, Sundays and public holidays counted",
    }


def _moved(facts: Facts) -> Said:
    if facts.count.last == facts.count.due:
        return {"vi": "", "en": ""}
    first = facts.of_kind("moved")[0]
    named = {language: _holiday(first, language) for language in _LANGUAGES}
    last = {language: _long(facts.count.last, language) for language in _LANGUAGES}
    return {
        "vi": f"; ngày cuối là {last['vi']}, ngày nghỉ{named['vi']}, nên chuyển sang ngày làm việc tiếp theo",
        "en": f"; the last day, {last['en']}, is a day off{named['en']}, so the next working day counts",
    }


def _back(facts: Facts, language: str) -> str:
    if facts.rule.working:
        off = [x for x in facts.of_kind("off") if _date(x["day"]).weekday() < 5]
        vi = f" làm việc, trừ thứ bảy, chủ nhật và ngày nghỉ lễ{_days(off, 'vi')}"
        en = f"working {_plural(facts.days)} before, without Saturdays, Sundays and public holidays{_days(off, 'en')}"
    else:
        vi, en = "", f"{_plural(facts.days)} before"
    if facts.count.last != facts.count.due:
        vi += (
            f"; {_long(facts.count.last, 'vi')} là ngày nghỉ nên phải làm trước ngày đó"
        )
        en += f"; {_long(facts.count.last, 'en')} is a day off, so it must be done before it"
    name, due = facts.rule.name[language], _long(facts.count.due, language)
    if language == "vi":
        return f"{_on(facts, 'vi')}; phải {name} trước ít nhất {facts.days} ngày{vi}; chậm nhất là {due}."
    return f"{_on(facts, 'en')}; {name} at least {facts.days} {en}; at the latest on {due}."


def _changes(facts: Facts) -> Said:
    vi = en = ""
    for extension in facts.term.extensions:
        vi += f"; gia hạn {extension.days} ngày theo quyết định ngày {_short(extension.on)}"
        en += f"; {extension.days} more days by decision of {_short(extension.on)}"
    for line in facts.of_kind("paused"):
        first, last = _short(_date(line["from"])), _short(_date(line["to"]))
        vi += f"; không tính thời gian {line['name']['vi']} từ ngày {first} đến hết ngày {last} ({line['days']} ngày)"
        en += f"; {line['name']['en']} from {first} to {last} ({line['days']} {_plural(line['days'])}) not counted"
    return {"vi": vi, "en": en}


def _standing(facts: Facts) -> Said:
    since, left = facts.term.stopped, facts.count.left
    assert since is not None  # noqa: S101 - days are left only where the clock stands # nosec B101
    return {
        "vi": f"; thời hạn dừng từ ngày {_short(since)}, còn {left} ngày, tính tiếp từ ngày tiếp tục giải quyết.",
        "en": f"; the clock stands since {_short(since)} with {left} {_plural(left)} left, and runs on from the day of the decision to resume.",
    }


def add_unannounced(said: Said, year: int) -> Said:
    """Say that holidays of ``year`` were not left out, since nobody knows them yet."""
    return {
        "vi": f"{said['vi'][:-1]} (lịch nghỉ lễ năm {year} chưa được công bố nên chưa được trừ).",
        "en": f"{said['en'][:-1]} (the public holidays of {year} are not announced yet, so they are not left out).",
    }


def add_late_stops(said: Said, due: datetime.date, pauses: Sequence[Pause]) -> Said:
    """Say that the clock was stopped when the term was over, and what that means."""
    vi, en = said["vi"][:-1], said["en"][:-1]
    for pause in pauses:
        late, first = (pause.first - due).days - 1, _short(pause.first)
        vi += f"; khi đã quá hạn {late} ngày thì dừng từ ngày {first}"
        en += f"; stopped since {first}, {late} {_plural(late)} late then"
        if pause.until:
            last = _short(pause.until - datetime.timedelta(days=1))
            vi, en = f"{vi} đến hết ngày {last}", f"{en}, until {last}"
        vi += ", thời gian này không tính thêm vào số ngày quá hạn"
        en += ", which adds nothing to the days it is late"
    return {"vi": f"{vi}.", "en": f"{en}."}


def _longer(facts: Facts) -> Said:
    """Return why the longer term was taken, in brackets, or nothing."""
    rule, term = facts.rule, facts.term
    remote = term.remote and rule.length(remote=True) != rule.days
    plain = rule.length(remote=term.remote)
    hard = term.complex and rule.length(remote=term.remote, complex=True) != plain
    places = term.places and rule.places is not None
    vi = ["vùng sâu, vùng xa"] * remote + ["vụ việc phức tạp"] * hard
    en = ["remote area"] * remote + ["complex case"] * hard
    vi += ["xác minh tại nhiều địa điểm hoặc ủy quyền xác minh"] * places
    en += ["several places or delegated verification"] * places
    return {"vi": _bracket(vi), "en": _bracket(en)}


def _on(facts: Facts, language: str) -> str:
    word = "ngày" if language == "vi" else "on"
    return f"{facts.rule.event[language]} {word} {_short(facts.term.start)}"


def _days(lines: Sequence[Line], language: str) -> str:
    """Name the days in brackets, days in a row under one name by first and last."""
    parts = []
    for name, same in groupby(lines, key=lambda line: _name(line, language)):
        days = [_short(_date(line["day"])) for line in same]
        if name:
            parts.append(f"{'–'.join(dict.fromkeys((days[0], days[-1])))} {name}")
        else:
            parts += days
    return _bracket(parts)


def _name(line: Line, language: str) -> str:
    """Return the name of a holiday or make-up day, nothing if it has none of its own."""
    name: Said = line["name"]
    return "" if name["en"] in _UNNAMED else name[language]


def _holiday(line: Line, language: str) -> str:
    name = _name(line, language) if line["why"] == "holiday" else ""
    return _bracket([name] if name else [])


def _plural(days: int) -> str:
    return "day" if days == 1 else "days"


def _long(day: datetime.date, language: str) -> str:
    join = " ngày " if language == "vi" else " "
    return f"{_WEEKDAYS[language][day.weekday()]}{join}{_short(day)}"


def _short(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _bracket(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""
