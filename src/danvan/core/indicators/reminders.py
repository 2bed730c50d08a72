"""When a unit is reminded of what it owes, and the words to send it.

The words speak of units and sheets, never of a person.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from danvan.core.indicators.closing import days_late


class Kind(StrEnum):
    """Kinds of reminders, by days before or after the due day."""

    BEFORE_7 = "before7"
    BEFORE_3 = "before3"
    BEFORE_1 = "before1"
    LATE_1 = "late1"
    LATE_3 = "late3"
    LATE_7 = "late7"


# Days from the due day to the day of each, in order of time.
OFFSETS: Mapping[Kind, int] = {
    Kind.BEFORE_7: -7,
    Kind.BEFORE_3: -3,
    Kind.BEFORE_1: -1,
    Kind.LATE_1: 1,
    Kind.LATE_3: 3,
    Kind.LATE_7: 7,
}
# A quarter: what is older is for a talk, not for a reminder.
LAST = 90


def reached(due: datetime.date, day: datetime.date) -> Kind | None:
    """Return the last reminder whose day has come; None before the first and long after.

    A day on which nobody sent anything is made up for: the next day gives the same.

    >>> str(reached(datetime.date(2026, 3, 17), datetime.date(2026, 3, 15)))
    'before3'
    """
    passed = (day - due).days
    if passed > LAST:
        return None
    come = [kind for kind, offset in OFFSETS.items() if offset <= passed]
    return come[-1] if come else None


@dataclass(frozen=True, slots=True)
class Missing:
    """A sheet that is not in: whose, which one, for which period, and its due day."""

    unit: str
    sheet: str
    period: str
    due: datetime.date


def message(
    place: str, missing: Iterable[Missing], day: datetime.date, language: str = "vi"
) -> str:
    """Return a polite text to send to the units, late ones first; empty for none.

    One block for each sheet and period, in the order given, each unit on a line.
    """
    rows = list(missing)
    if not rows:
        return ""
    words = _WORDS[language]
    blocks = [
        _block(list(group), day, words)
        for _key, group in groupby(rows, key=lambda m: (m.sheet, m.period, m.due))
    ]
    return "\n\n".join([words["dear"].format(place=place), *blocks, words["thanks"]])


def _block(
    rows: Sequence[Missing], day: datetime.date, words: Mapping[str, str]
) -> str:
    first = rows[0]
    late = days_late(first.due, day)
    kind = "late" if late else "today" if first.due == day else "soon"
    head = words[kind].format(
        sheet=first.sheet,
        period=first.period,
        due=f"{first.due:%d/%m/%Y}",
        days=late or (first.due - day).days,
        n=len(rows),
    )
    return "\n".join([head, *(f"- {row.unit}" for row in rows)])


_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "dear": "Kính gửi các đơn vị thuộc {place},",
        "late": "Báo cáo “{sheet}”, {period}, hạn gửi {due}: đã quá hạn {days} ngày,"
        " còn {n} đơn vị chưa gửi. Đề nghị các đơn vị sau khẩn trương hoàn thành và gửi"
        " ngay:",
        "today": "Báo cáo “{sheet}”, {period}: hạn gửi là hôm nay ({due}), còn {n} đơn"
        " vị chưa gửi. Đề nghị các đơn vị sau gửi trong ngày:",
        "soon": "Báo cáo “{sheet}”, {period}: hạn gửi {due}, còn {days} ngày; {n} đơn vị"
        " chưa gửi. Trân trọng nhắc các đơn vị sau gửi đúng hạn:",
        "thanks": "Đơn vị nào có khó khăn, vướng mắc đề nghị phản ánh lại để được hỗ"
        " trợ. Trân trọng cảm ơn.",
    },
    "en": {
        "dear": "To the units of {place},",
        "late": "“{sheet}”, {period}, was due on {due} and is {days} days late; {n} units"
        " have not sent it. The following units are asked to send it at once:",
        "today": "“{sheet}”, {period}, is due today ({due}); {n} units have not sent it."
        " The following units are asked to send it within the day:",
        "soon": "“{sheet}”, {period}, is due on {due}, in {days} days; {n} units have not"
        " sent it. The following units are reminded to send it in time:",
        "thanks": "Whoever has difficulties is asked to say so and will be helped."
        " Thank you.",
    },
}
