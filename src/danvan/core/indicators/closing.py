"""Why a submission takes no change: three reasons, each with its own cure.

A due day counts whole, to 23:59 in Viet Nam; so does the last day of a window.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from danvan.core.indicators.approval import Stage

# Viet Nam keeps one hour, without summer time, since 1975.
LOCAL = datetime.timezone(datetime.timedelta(hours=7))


class Why(StrEnum):
    """The reasons why something is closed."""

    WINDOW = "window"  # the period has not begun, is not over, or the window is
    LOCKED = "locked"  # concluded by the place
    APPROVED = "approved"  # with the level above, which has it or has approved it


@dataclass(frozen=True, slots=True)
class Window:
    """When a sheet may be worked on; every day belongs to it whole.

    ``due`` is None where no source fixes a day, ``closes`` where nothing closes it.
    """

    opens: datetime.date
    due: datetime.date | None = None
    closes: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Exempt:
    """A unit may still work on a sheet until a day, for a reason; who said so."""

    until: datetime.date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Closure:
    """What is closed, why, and what to do about it."""

    why: Why
    message: Mapping[str, str]  # by language


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day in Viet Nam on which an aware moment lies.

    >>> day_of(datetime.datetime(2026, 3, 17, 16, 59, tzinfo=datetime.UTC))
    datetime.date(2026, 3, 17)
    >>> day_of(datetime.datetime(2026, 3, 17, 17, 0, tzinfo=datetime.UTC))
    datetime.date(2026, 3, 18)
    """
    return moment.astimezone(LOCAL).date()


def on_time(sent: datetime.datetime, due: datetime.date | None) -> bool:
    """Say whether something was sent by the end of its due day; without one it was."""
    return due is None or day_of(sent) <= due


def days_late(due: datetime.date | None, day: datetime.date) -> int:
    """Return by how many days a due day has passed on ``day``; 0 up to it.

    >>> days_late(datetime.date(2026, 2, 17), datetime.date(2026, 3, 1))
    12
    """
    return 0 if due is None else max(0, (day - due).days)


def exempt_on(
    exceptions: Iterable[Exempt], window: Window, day: datetime.date
) -> Exempt | None:
    """Return the exception that keeps a closed window open on ``day``, if any."""
    if window.closes is None or day <= window.closes:
        return None
    held = [e for e in exceptions if day <= e.until]
    return max(held, key=lambda e: e.until, default=None)


def closed(
    stage: Stage, window: Window, exceptions: Iterable[Exempt], day: datetime.date
) -> Closure | None:
    """Return why the unit's own sheet takes no change on ``day``; None: it does.

    What the levels above have done comes first: no exception opens it.
    """
    if stage == Stage.LOCKED:
        return _LOCKED
    if stage == Stage.APPROVED:
        return _APPROVED
    if stage == Stage.SENT:
        return _SENT
    if day < window.opens:
        return _not_begun(window.opens)
    if window.closes is None or day <= window.closes:
        return None
    if exempt_on(exceptions, window, day):
        return None
    return _over(window.closes)


def unfinished(end: datetime.date, day: datetime.date) -> Closure | None:
    """Return why figures up to ``end`` cannot be signed on ``day`` yet; None: can."""
    if end < day:
        return None
    return Closure(
        Why.WINDOW,
        {
            "vi": f"Kỳ số liệu đến hết ngày {end:%d/%m/%Y} mới kết thúc nên chưa ký được."
            " Hãy chờ qua ngày đó, hoặc sửa “số liệu tính đến ngày” và ghi lý do.",
            "en": f"The figures run to {end:%d/%m/%Y} and cannot be signed before they are over."
            " Wait for the day after, or change the days they cover and say why.",
        },
    )


def _not_begun(opens: datetime.date) -> Closure:
    return Closure(
        Why.WINDOW,
        {
            "vi": f"Kỳ chưa mở: kỳ báo cáo này bắt đầu từ ngày {opens:%d/%m/%Y}."
            " Hãy quay lại từ ngày đó.",
            "en": f"Not open yet: this period begins on {opens:%d/%m/%Y}."
            " Come back from that day on.",
        },
    )


def _over(closes: datetime.date) -> Closure:
    return Closure(
        Why.WINDOW,
        {
            "vi": f"Đã hết hạn nhập: kỳ này đóng sau ngày {closes:%d/%m/%Y}."
            " Hãy đề nghị cấp trên cho gửi muộn (có lý do và thời hạn).",
            "en": f"The window is over: it closed after {closes:%d/%m/%Y}."
            " Ask the level above to allow sending late (with a reason and a day).",
        },
    )


_LOCKED = Closure(
    Why.LOCKED,
    {
        "vi": "Số liệu đã chốt: cấp trên đã khóa báo cáo này."
        " Muốn sửa, hãy đề nghị cấp trên mở khóa và nêu lý do.",
        "en": "Concluded: the level above has locked this report."
        " To change it, ask the level above to unlock it, with a reason.",
    },
)
_APPROVED = Closure(
    Why.APPROVED,
    {
        "vi": "Cấp trên đã duyệt báo cáo này nên không sửa được."
        " Muốn sửa, hãy đề nghị cấp trên bỏ duyệt rồi trả lại.",
        "en": "The level above has approved this report, so it takes no change."
        " To change it, ask for the approval to be withdrawn and the report returned.",
    },
)
_SENT = Closure(
    Why.APPROVED,
    {
        "vi": "Báo cáo đã gửi và đang ở cấp trên nên không sửa được."
        " Muốn sửa, hãy đề nghị cấp trên trả lại.",
        "en": "The report was sent and is with the level above, so it takes no change."
        " To change it, ask for it to be returned.",
    },
)
