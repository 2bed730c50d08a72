"""Count in working days.

The calendar is a value: which days off and which make-up days exist is dated
knowledge that the caller brings along (`orgs.selectors.working_calendar`, or
`core.calendar.holidays.known` where no office has its own table).
"""

import datetime
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

_DAY = datetime.timedelta(days=1)
_SATURDAY = 5

Said = Mapping[str, str]


class CalendarUnknown(LookupError):
    """The calendar says nothing about this day: its year is not announced yet.

    ``cure`` says by language (``vi``, ``en``) what an operator can do about it.
    """

    def __init__(self, day: datetime.date) -> None:
        super().__init__(f"the working days of {day.year} are not known")
        self.day = day
        self.cure: Said = {
            "vi": f"Chưa có lịch nghỉ năm {day.year}. Hãy mở năm {day.year} ở trang Lịch làm việc, nhập các ngày theo thông báo nghỉ lễ, Tết rồi tính lại.",
            "en": f"The holidays of {day.year} are not entered. Open {day.year} on the page Working days, enter the days of the yearly announcement, then count again.",
        }


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked, in the years of ``known``.

    Monday to Friday are worked and the weekend is not, except that nobody works
    on ``holidays`` (public holidays, days off in lieu, days swapped away) and
    everybody on ``makeup`` (the Saturdays worked for a swapped day). ``names``
    says by language what such a day is called; a day may have no name.

    >>> tet = frozenset({datetime.date(2026, 2, 16), datetime.date(2026, 2, 17)})
    >>> calendar = WorkingCalendar(tet, frozenset(), range(2026, 2027))
    >>> calendar.add_working_days(datetime.date(2026, 2, 13), 1)
    datetime.date(2026, 2, 18)
    """

    holidays: frozenset[datetime.date]
    makeup: frozenset[datetime.date]
    known: range
    names: Mapping[datetime.date, Said] = field(default_factory=dict, hash=False)
    # The days on which the week alone would be wrong, in order.
    _off: tuple[datetime.date, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[datetime.date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a calendar that contradicts itself (ValueError)."""
        if both := self.holidays & self.makeup:
            raise ValueError(f"both a day off and a working day: {min(both)}")
        off = sorted(d for d in self.holidays if d.weekday() < _SATURDAY)
        worked = sorted(d for d in self.makeup if d.weekday() >= _SATURDAY)
        object.__setattr__(self, "_off", tuple(off))
        object.__setattr__(self, "_worked", tuple(worked))

    def is_working(self, day: datetime.date) -> bool:
        """Say whether ``day`` is worked; CalendarUnknown outside ``known``."""
        if day.year not in self.known:
            raise CalendarUnknown(day)
        if day in self.makeup:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def name_of(self, day: datetime.date) -> Said | None:
        """Return what the holiday or make-up day is called, None if nobody said."""
        return self.names.get(day)

    def add_working_days(self, start: datetime.date, n: int) -> datetime.date:
        """Return the ``n``-th working day after ``start``; ``start`` is not counted.

        Civil Code 2015, article 147.2. ``n`` = 0 gives ``start`` itself, worked or
        not. Raises ValueError for a negative ``n``, CalendarUnknown past ``known``.
        """
        if n < 0:
            raise ValueError("a term runs forward")
        day = start
        while n:
            day += _DAY
            n -= self.is_working(day)
        return day

    def next_working_day(self, day: datetime.date) -> datetime.date:
        """Return ``day`` if it is worked, else the first working day after it.

        Civil Code 2015, article 148.5: a term that ends on a day off ends with
        the working day that follows.
        """
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working_day(self, day: datetime.date) -> datetime.date:
        """Return ``day`` if it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def working_days_between(self, a: datetime.date, b: datetime.date) -> int:
        """Count the working days after ``a`` up to and with ``b``; negative if b < a.

        The inverse of adding: ``add_working_days(a, n)`` lies n working days
        from ``a``.
        """
        if b < a:
            return -self.working_days_between(b, a)
        if a < b:
            self._demand(a + _DAY, b)
        off = bisect_right(self._off, b) - bisect_right(self._off, a)
        worked = bisect_right(self._worked, b) - bisect_right(self._worked, a)
        return _weekdays(b) - _weekdays(a) - off + worked

    def _demand(self, first: datetime.date, last: datetime.date) -> None:
        """Raise CalendarUnknown for the first of these days that is not known."""
        if first.year not in self.known:
            raise CalendarUnknown(first)
        if last.year not in self.known:
            raise CalendarUnknown(datetime.date(self.known.stop, 1, 1))


def _weekdays(day: datetime.date) -> int:
    """Count the days Monday to Friday from the calendar's beginning up to ``day``."""
    weeks, rest = divmod(day.toordinal(), 7)  # 1 January of year 1 was a Monday
    return weeks * 5 + min(rest, 5)
