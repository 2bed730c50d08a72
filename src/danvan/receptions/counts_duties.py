"""Reception days that leaders owed and held, and conclusions given notice of.

A week or a month of the law's minimum (`core.casework.duty`) counts in the period in
which it ends. Days held beyond the minimum of one month do not make up for another's.
Only posts with sessions are counted: a unit that plans nothing here says nothing. A
day still planned is not held yet, so a period that runs still shows more owed than held.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import Q, QuerySet
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework import duty
from danvan.core.casework.duty import Became, NoDuty, Post, Stretch
from danvan.core.desk import Item
from danvan.core.rollup.count import Count, noughts
from danvan.receptions.labels import STATES
from danvan.receptions.models import Session, State

Amount = Callable[[Sequence[Stretch]], int]
_WEEK = datetime.timedelta(days=7)  # a week that ends in the period may begin before it


def item(row: Session) -> Item:
    """Show a session on a list."""
    return Item(
        kind="reception",
        title=f"{row.on:%d/%m/%Y} {row.starts:%H:%M}",
        url=reverse("receptions:session", args=[row.pk]),
        due=None,
        note=str(STATES[row.state]),
    )


def _owed(found: Sequence[Stretch]) -> int:
    return sum(stretch.required for stretch in found)


def _held(found: Sequence[Stretch]) -> int:
    return sum(min(stretch.counted, stretch.required) for stretch in found)


def _short(found: Sequence[Stretch]) -> int:
    return int(any(stretch.owed > stretch.planned for stretch in found))


def _totals(amount: Amount) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        rows = _led(period)
        if unit_ids is not None:
            rows = rows.filter(unit_id__in=unit_ids)
        by_post: dict[tuple[int, str], list[duty.Session]] = defaultdict(list)
        with scope.as_system("a count shows no row to anybody"):
            for unit, post, on, state in rows.values_list(
                "unit_id", "post", "on", "state"
            ):
                by_post[unit, post].append(duty.Session(on, Became(state)))
        found: dict[int, Decimal] = {}
        for (unit, post), held in by_post.items():
            value = amount(list(_stretches(held, Post(post), period)))
            found[unit] = found.get(unit, Decimal(0)) + value
        return found

    return totals


def _led(period: Period) -> QuerySet[Session]:
    """Return the sessions by leaders in the weeks and months that end in the period."""
    since = min(period.start.replace(day=1), period.start - _WEEK)
    led = Session.objects.filter(on__range=(since, period.end)).exclude(post="")
    return led.order_by()


def _stretches(
    held: Iterable[duty.Session], post: Post, period: Period
) -> Iterator[Stretch]:
    sessions = list(held)
    for month in _months(period):
        try:
            balance = duty.held_against_minimum(sessions, post, month)
        except NoDuty:
            continue
        yield from (s for s in balance.stretches if period.contains(s.last))


def _months(period: Period) -> Iterator[datetime.date]:
    """Yield the first days of the months whose weeks may end in the period."""
    month = (period.start - _WEEK).replace(day=1)
    while month <= period.end:
        yield month
        month = (month + 31 * datetime.timedelta(days=1)).replace(day=1)


def _records(*states: State) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        mine = viewer.units(Right.RECEPTIONS_READ) & set(unit_ids)
        rows = _led(period).filter(unit_id__in=mine, state__in=states)
        return [item(row) for row in rows.order_by("on", "starts")]

    return records


def _concluded(period: Period) -> QuerySet[Session]:
    told = Q(concluded_on__range=(period.start, period.end))
    return Session.objects.filter(told).order_by()


def _conclusions(
    period: Period, unit_ids: Collection[int] | None = None
) -> Mapping[int, Decimal]:
    rows = _concluded(period)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    grouped = rows.values("unit_id").annotate(rows=Rows("pk"))
    with scope.as_system("a count shows no row to anybody"):
        pairs = grouped.values_list("unit_id", "rows")
        return {unit: Decimal(number) for unit, number in pairs}


def _concluded_records(
    period: Period, unit_ids: Collection[int], viewer: Viewer
) -> Sequence[Item]:
    mine = viewer.units(Right.RECEPTIONS_READ) & set(unit_ids)
    rows = _concluded(period).filter(unit_id__in=mine)
    return [item(row) for row in rows.order_by("concluded_on", "on")]


COUNTS: tuple[Count, ...] = (
    Count("TCD17", _totals(_short), _records(State.MISSED, State.PLANNED)),
    Count("TCD18a", _totals(_held), _records(State.HELD, State.DELEGATED)),
    Count("TCD18b", _totals(_owed), _records(*State)),
    Count("TCD20a", noughts(_conclusions), _concluded_records),
)
