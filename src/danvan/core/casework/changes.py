"""What changes a running term: an extension, a stop of the clock.

Each function takes the term as it stands and returns the new deadline, whose
``term`` the caller stores. A decision is never refused for want of next year's
holidays: the day is then counted by the week alone, and the trace says so.
"""

import datetime
from dataclasses import replace

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.complexity import Determination, Level
from danvan.core.casework.deadlines import Deadline, reckon_for_now
from danvan.core.casework.rules import Rule, Said, applicable, pause_rule, rules
from danvan.core.casework.term import Extension, Pause, Term, resume_all


class NotAllowed(ValueError):
    """The law does not allow this change; ``said`` tells why by language."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.said: Said = {"vi": vi, "en": en}


def extend(
    term: Term,
    calendar: WorkingCalendar,
    *,
    determination: Determination,
    on: datetime.date,
    days: int | None = None,
    decision: str = "",
) -> Deadline:
    """Lengthen the term of a matter determined to be complex.

    A denunciation gets up to ``days`` (None: all the law allows) by a decision of
    the day ``on``: once if complex, twice if especially complex (Law on
    Denunciations, article 30). A complaint gets the longer term of its own article
    (28, 37, 50). Raises NotAllowed: nothing to extend, too often, too long, too late
    (not while the clock stands).
    """
    before = reckon_for_now(term, calendar)
    if determination.level is Level.NORMAL or before.code not in determination.terms:
        raise NotAllowed(
            "Vụ việc không thuộc trường hợp được kéo dài thời hạn.",
            "The matter is not one whose term may be lengthened.",
        )
    if determination.on > on:
        raise NotAllowed(
            "Phải xác định vụ việc phức tạp trước khi kéo dài thời hạn.",
            "A matter is determined to be complex before its term is lengthened.",
        )
    if on > before.due and term.stopped is None:
        raise NotAllowed(
            "Đã hết thời hạn, không gia hạn được nữa.",
            "The term has run out and cannot be extended any more.",
        )
    by = _extension_rule(before.code, determination.level, on)
    if by is None:
        return _lengthen(term, calendar)
    more = Extension(by.code, _days(by, term, days), on, determination.ground, decision)
    longer = replace(term, extensions=(*term.extensions, more))
    return reckon_for_now(longer, calendar)


def suspend(
    term: Term,
    calendar: WorkingCalendar,
    *,
    on: datetime.date,
    kind: str = "suspension",
    until: datetime.date | None = None,
    ground: str = "",
    decision: str = "",
) -> Deadline:
    """Stop the clock: the day ``on`` is the first that does not count.

    ``kind`` is "suspension", "assessment" (expert assessment) or "obstacle" (of
    someone who could not complain in time). ``until`` is the day that counts again,
    None while nobody knows. A term that is over may be stopped too: the ground is
    there whenever it arises; what was late stays late, and no day more is added.
    Raises NotAllowed: no such law that day, the clock stands already, or the term
    had not begun.
    """
    now = reckon_for_now(term, calendar)
    if pause_rule(kind, now.code, on) is None:
        raise NotAllowed(
            "Pháp luật tại ngày này không cho dừng thời hạn vì lý do đó.",
            "The law of that day does not stop this term for such a reason.",
        )
    if any(p.until is None or on < p.until for p in term.pauses):
        raise NotAllowed(
            "Thời hạn đang dừng trong khoảng này.",
            "The clock stands already at that time.",
        )
    if on < term.start:
        raise NotAllowed(
            f"Thời hạn mới bắt đầu từ ngày {term.start:%d/%m/%Y}; chọn từ ngày đó.",
            f"The term began on {term.start:%d/%m/%Y}; choose that day or a later one.",
        )
    stop = Pause(kind, on, until, ground, decision)
    return reckon_for_now(replace(term, pauses=(*term.pauses, stop)), calendar)


def resume(term: Term, calendar: WorkingCalendar, *, on: datetime.date) -> Deadline:
    """Let the clock run again: the day ``on`` is counted (decree 124/2020, 28b.2).

    Raises NotAllowed where the clock runs, or stopped after ``on``.
    """
    if term.stopped is None or on < term.stopped:
        raise NotAllowed(
            "Thời hạn không dừng vào ngày này.", "The clock does not stand on that day."
        )
    return reckon_for_now(resume_all(term, on), calendar)


def _extension_rule(code: str, level: Level, on: datetime.date) -> Rule | None:
    fits = (r for r in rules() if r.extends == code and r.level == level)
    return next((r for r in fits if r.holds_on(on)), None)


def _days(by: Rule, term: Term, days: int | None) -> int:
    if len(term.extensions) >= by.times:
        raise NotAllowed(
            f"Chỉ được gia hạn {by.times} lần.",
            f"Only {by.times} extensions are allowed.",
        )
    more = by.days if days is None else days
    if not 0 < more <= by.days:
        raise NotAllowed(
            f"Mỗi lần gia hạn không quá {by.days} ngày.",
            f"An extension has at most {by.days} days.",
        )
    return more


def _lengthen(term: Term, calendar: WorkingCalendar) -> Deadline:
    found = applicable(
        term.code,
        term.start,
        term.received,
        disciplinary=term.disciplinary,
        dismissal=term.dismissal,
    )
    if term.complex or found.complex is None:
        raise NotAllowed(
            "Thời hạn của vụ việc phức tạp đã được áp dụng.",
            "The term of a complex matter is applied already.",
        )
    return reckon_for_now(replace(term, complex=True), calendar)
