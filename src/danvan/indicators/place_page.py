"""A place over its units' submissions, as its pages show it."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from danvan.accounts.permissions import viewer_of
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import chains, closing, reminders
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import Seat, State
from danvan.core.indicators.chains import Sheet
from danvan.indicators import (
    labels,
    oversight,
    owing,
    rungs,
    sheet_page,
    sheet_words,
)
from danvan.indicators.models import Stage
from danvan.indicators.oversight import Board, Row
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Unit

BULK = (Move.APPROVE, Move.ACCEPT, Move.LOCK)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which place, sheet and period a page is asked for."""

    place: Unit
    places: Sequence[Unit]
    sheet: Sheet
    period: Period

    @property
    def what(self) -> str:
        """The sheet and the period, as an address has them."""
        return f"{self.sheet.id}/{self.period.key}"

    @property
    def query(self) -> str:
        """The question, as an address has it."""
        return f"what={self.what}&place={self.place.pk}"


def asked(request: HttpRequest, today: datetime.date) -> Asked:
    """Return what is asked for; 404 for another's place or what there is not."""
    places = oversight.places(viewer_of(request))
    wanted = request.GET.get("place", "")
    place = next((p for p in places if str(p.pk) == wanted), None)
    if place is None:
        if wanted or not places:
            raise Http404
        place = max(places, key=lambda p: p.level == "province")
    sheet, period = _what(request.GET.get("what", ""), place, today)
    return Asked(place, places, sheet, period)


def _what(text: str, place: Unit, today: datetime.date) -> tuple[Sheet, Period]:
    if not text:
        return _latest(place, today)
    sheet_id, _slash, key = text.partition("/")
    try:
        sheet, period = chains.by_id(sheet_id), periods.by_key(key)
    except (KeyError, periods.NoSuchPeriod):
        raise Http404 from None
    if not sheet.owed_for(period):
        raise Http404
    return sheet, period


def _latest(place: Unit, today: datetime.date) -> tuple[Sheet, Period]:
    """Return what ended last, sheets with a day fixed by law before the rest."""
    ended = [
        (sheet, period)
        for sheet in sent_to(place, today) or chains.sheets()
        for period in periods.ending_up_to(sheet.chain, today, years=2)
        if sheet.owed_for(period) and period.end <= today
    ]
    if not ended:
        raise Http404
    order = list(periods.Kind)
    return max(
        ended,
        key=lambda x: (
            UnitKind.TERRITORY in x[0].unit_kinds,
            bool(x[1].due),
            x[1].end,
            x[0].certain,
            -order.index(x[1].kind),
        ),
    )


def sent_to(place: Unit, today: datetime.date) -> list[Sheet]:
    """Return the sheets that units of a place owe; one query."""
    units = rungs.below([place]).as_of(today).order_by()
    kinds = set(units.values_list("kind", "level").distinct())
    return [s for s in chains.sheets() if any(s.owed_by(*of) for of in kinds)]


def choices(
    place: Unit, today: datetime.date
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a place's sheets with their periods of the last year, to choose from."""
    return [
        (
            sheet_words.sheet_name(sheet),
            [
                (f"{sheet.id}/{p.key}", sheet_words.what(sheet, p))
                for p in periods.ending_up_to(sheet.chain, today, years=1)
                if sheet.owed_for(p)
            ],
        )
        for sheet in sent_to(place, today)
    ]


_Test = Callable[[Row, datetime.date], bool]
# Ready filters of the list: what they are called, and which rows they keep.
FILTERS: Mapping[str, tuple[Promise | str, _Test]] = {
    "all": (gettext_lazy("All units"), lambda _row, _day: True),
    "approve": (
        gettext_lazy("For you to approve"),
        lambda row, _day: row.state == State.UNAPPROVED_READY,
    ),
    "late": (
        pgettext_lazy("sheets", "Late"),
        lambda row, day: row.owed.late_on(day),
    ),
    "waiting": (
        gettext_lazy("Not sent yet"),
        lambda row, _day: row.state == State.UNAPPROVED_WAITING,
    ),
    "returned": (
        pgettext_lazy("sheets", "Returned"),
        lambda row, _day: row.owed.stage == Stage.RETURNED,
    ),
    "approved": (
        pgettext_lazy("sheets", "Approved"),
        lambda row, _day: row.owed.stage in owing.APPROVED,
    ),
    "came-late": (gettext_lazy("Sent late"), lambda row, _day: row.owed.came_late),
    "incomplete": (
        gettext_lazy("Incomplete"),
        lambda row, _day: row.owed.is_in and not row.complete,
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in the list of a place."""

    row: Row
    state: tuple[object, str]
    returned: bool
    late: str
    came_late: bool
    exempt: str
    url: str
    late_url: str  # where an exception is made
    pk: str  # of the submission, to be ticked


def line(row: Row, today: datetime.date) -> Line:
    """Return one unit in words."""
    owed, found = row.owed, row.owed.submission
    label, colour, _next = sheet_words.STATES[Seat.ABOVE, row.state]
    back = owed.stage == Stage.RETURNED
    if back:
        label, colour = sheet_words.STAGES[Stage.RETURNED]
    if owed.stage == Stage.LOCKED:
        label, colour = sheet_words.STAGES[Stage.LOCKED]
    late = 0 if owed.is_in else closing.days_late(owed.due, today)
    keys = (owed.unit.pk, owed.period.key, owed.sheet.id)
    return Line(
        row=row,
        state=(label, colour),
        returned=back,
        late=sheet_words.days_late(late),
        came_late=owed.came_late,
        exempt=f"{owed.exempt:%d/%m/%Y}" if owed.exempt else "",
        url=reverse("indicators:submission", args=[found.pk]) if found else "",
        late_url="" if owed.is_in else reverse("indicators:allow-late", args=keys),
        pk=str(found.pk) if found and any(row.may(m) for m in BULK) else "",
    )


def frame(board: Board, ask: Asked, today: datetime.date) -> dict[str, Any]:
    """Return what every page about a place's sheet says."""
    return {
        "ask": ask,
        "board": board,
        "choices": choices(ask.place, today),
        "name": sheet_words.sheet_name(ask.sheet),
        "period": labels.period_name(ask.period),
        "days": labels.period_days(ask.period),
        "today": today,
        "numbers": numbers(board, today),
        "own": own(board),
        "due": _due(board),
    }


def _due(board: Board) -> owing.Owed | None:
    return board.rates.owed[0] if board.rates.owed else None


def numbers(board: Board, today: datetime.date) -> list[tuple[str, str]]:
    """Return the five numbers and who is late, each with its name."""
    rates = board.rates
    late = sum(o.late_on(today) for o in rates.owed)
    return [
        (_("Expected"), str(rates.expected)),
        (pgettext("sheets", "Received"), _of(rates.received, rates.expected)),
        (_("On time"), _of(rates.on_time, rates.expected)),
        (_("Complete"), _of(rates.complete, rates.expected)),
        (_("Approved"), _of(rates.approved, rates.expected)),
        (_("Late now"), str(late)),
    ]


def _of(part: int, whole: int) -> str:
    """Write a part of a whole with its share: 98 (95,1 %)."""
    if not whole:
        return str(part)
    share = f"{100 * part / whole:.1f}"
    if labels.language() == "vi":
        share = share.replace(".", ",")
    return f"{part} ({share} %)"


def own(board: Board) -> dict[str, object] | None:
    """Return how the place's own sheet stands; None where it owes none."""
    if not board.owes:
        return None
    row = board.own.submission
    missing = board.rates.expected - board.rates.approved
    return {
        "state": sheet_words.STAGES[row.stage] if row else sheet_words.NOT_BEGUN,
        "waiting": missing,
        "due": board.own.due,
        "to": sheet_words.addressee(board.place, board.sheet),
        "compile": sheet_page.compile_address(board.own),
        "url": reverse("indicators:submission", args=[row.pk]) if row else "",
    }


def reminder(ask: Asked, today: datetime.date, *, whole: bool = False) -> str:
    """Return a text about what a place's units owe by now and have not sent.

    Of the sheet and period asked for, or (``whole``) of all that are late by a quarter
    at most or due within a week. Eight queries.
    """
    place = ask.place
    units = rungs.below([place]).as_of(today).select_related("parent__parent")
    rows = [
        o
        for o in owing.owed(list(units), today)
        if o.due and not o.is_in and _is_meant(o, ask, today, whole)
    ]
    rows.sort(key=lambda o: (o.due or today, o.sheet.id, o.period.key))
    missing = [
        reminders.Missing(
            unit=o.unit.name,
            sheet=sheet_words.sheet_name(o.sheet),
            period=labels.period_name(o.period),
            due=o.due,
        )
        for o in rows
        if o.due
    ]
    return reminders.message(place.name, missing, today, labels.language())


def _is_meant(owed: owing.Owed, ask: Asked, today: datetime.date, whole: bool) -> bool:
    if whole:
        return owed.due is not None and bool(reminders.reached(owed.due, today))
    return (owed.sheet.id, owed.period.key) == (ask.sheet.id, ask.period.key)
