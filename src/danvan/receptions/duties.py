"""The duty of leaders in a month: what was planned and held against the minimum."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import duty
from danvan.core.casework.duty import Balance, Became, Minimum, NoDuty, Post, Stretch
from danvan.orgs.models import Unit
from danvan.receptions import selectors
from danvan.receptions.models import Session
from danvan.receptions.plan_forms import posts_of

_WEEK = datetime.timedelta(days=7)  # a week of a month may begin in the one before


class Judged(StrEnum):
    """What can be said of a period today."""

    MET = "met"
    SHORT = "short"
    RUNNING = "running"  # days of it are still to come, or today


@dataclass(frozen=True, slots=True)
class Row:
    """One period of the minimum, with what it was in all and how it stands."""

    stretch: Stretch
    total: int  # days with a session, whatever became of it
    judged: Judged


@dataclass(frozen=True, slots=True)
class Line:
    """One post of one unit in a month; ``balance`` None: no rule of that day."""

    unit: Unit
    post: Post
    rule: Minimum | None
    balance: Balance | None
    reasons: tuple[str, ...]
    rows: tuple["Row", ...]  # a period of the rule each


def month(viewer: Viewer, first: datetime.date, today: datetime.date) -> list[Line]:
    """Return a line for each post of the viewer's units that owes reception."""
    units = selectors.units(viewer, Right.RECEPTIONS_READ)
    last = (first + 31 * datetime.timedelta(days=1)).replace(day=1)
    rows = list(
        Session.objects.visible_to(viewer)
        .filter(on__gte=first - _WEEK, on__lt=last + _WEEK)
        .exclude(post="")
        .order_by("on")
    )
    return [
        _line(
            unit,
            post,
            [s for s in rows if (s.unit_id, s.post) == (unit.pk, post)],
            first,
            today=today,
        )
        for unit in units
        for post in posts_of(unit)
    ]


def _line(
    unit: Unit,
    post: Post,
    rows: Sequence[Session],
    first: datetime.date,
    *,
    today: datetime.date,
) -> Line:
    done = [duty.Session(s.on, Became(s.state)) for s in rows]
    reasons = tuple(
        f"{s.on:%d/%m/%Y}: {s.reason or s.delegate}"
        for s in rows
        if (s.reason or s.delegate) and s.on.month == first.month
    )
    try:
        rule = duty.minimum(post, first)
        balance = duty.held_against_minimum(done, post, first)
    except NoDuty:
        return Line(unit, post, None, None, reasons, ())
    found = tuple(_row(stretch, today) for stretch in balance.stretches)
    return Line(unit, post, rule, balance, reasons, found)


def _row(stretch: Stretch, today: datetime.date) -> Row:
    total = stretch.held + stretch.delegated + stretch.missed + stretch.planned
    if stretch.last >= today:
        return Row(stretch, total, Judged.RUNNING)
    return Row(stretch, total, Judged.SHORT if stretch.owed else Judged.MET)
