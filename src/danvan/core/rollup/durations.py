"""How long cases took, by what was settled in a period.

Days on which the office waited for the citizen are the citizen's own and are left out.
A percentile is by nearest rank: a number that some case really took, never between two.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from danvan.core.calendar.periods import Period

Span = tuple[datetime.date, datetime.date | None]  # both days included; None: still
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """A settled case: the days it was taken up and settled, and when it was due.

    ``waits`` are the days on which the clock stood because of the citizen. ``due`` None:
    nobody can say whether it was on time.
    """

    begun: datetime.date
    settled: datetime.date
    due: datetime.date | None = None
    waits: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Durations:
    """What the cases of a period took, in days; the shares are percentages.

    ``timed`` is of how many cases it is known whether they were on time.
    """

    cases: int
    median: int | None
    p90: int | None
    longest: int | None
    on_time: int
    timed: int
    on_time_share: Decimal | None


def days_taken(case: Case, off: Collection[datetime.date] = frozenset()) -> int:
    """Return the days from the one after taking up to the day of settling.

    The citizen's own days are left out once, however many waits overlap; ``off`` are days
    that do not count for other reasons, such as holidays.

    >>> day = datetime.date
    >>> days_taken(Case(day(2026, 3, 1), day(2026, 3, 11), waits=[(day(2026, 3, 3), day(2026, 3, 5))]))
    7
    """
    own = {
        day
        for first, last in case.waits
        for day in _days(
            max(first, case.begun + _DAY), min(last or case.settled, case.settled)
        )
    }
    every = _days(case.begun + _DAY, case.settled)
    return sum(1 for day in every if day not in own and day not in off)


def _days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + _DAY * n for n in range((last - first).days + 1))


def percentile(values: Sequence[int], share: int) -> int | None:
    """Return the nearest-rank percentile: the least value that ``share`` % do not pass.

    None of nothing. Raises ValueError unless ``share`` is in 1 to 100.

    >>> percentile([15, 20, 35, 40, 50], 40)
    20
    """
    if not 1 <= share <= 100:
        raise ValueError(f"no percentile {share}")
    if not values:
        return None
    rank = -(-share * len(values) // 100)
    return sorted(values)[rank - 1]


def of_period(
    cases: Iterable[Case],
    period: Period,
    taken: Callable[[Case], int] = days_taken,
) -> Durations:
    """Return the statistics of what was settled in a period, whenever it was begun.

    ``taken`` counts the days of a case, all days by default.
    """
    some = [case for case in cases if period.contains(case.settled)]
    days = [taken(case) for case in some]
    timed = [case for case in some if case.due is not None]
    punctual = sum(1 for c in timed if c.due is not None and c.settled <= c.due)
    return Durations(
        cases=len(some),
        median=percentile(days, 50),
        p90=percentile(days, 90),
        longest=max(days, default=None),
        on_time=punctual,
        timed=len(timed),
        on_time_share=share_of(punctual, len(timed)),
    )


def share_of(part: int, whole: int) -> Decimal | None:
    """Return a percentage to the hundredth; None of nothing.

    >>> share_of(2, 3)
    Decimal('66.67')
    """
    if whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
