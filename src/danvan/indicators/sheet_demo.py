"""Demonstration data: sheets of one quarter in every state there is, some of them late.

Made up by rule from a unit's place in the list and marked so; no figure is real.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import chains
from danvan.core.indicators.chains import Sheet
from danvan.core.indicators.closing import LOCAL
from danvan.indicators import assigning, reminding, rungs, submitting
from danvan.indicators.models import Submission
from danvan.indicators.submitting import Signed
from danvan.orgs.demo import COMMUNE, PROVINCE
from danvan.orgs.models import Kind, Unit

POST = "Chuyên viên tổng hợp (dữ liệu mẫu)"
NOTE = "Số liệu mẫu, không có thật"
WHY = "Cột số đơn đủ điều kiện lớn hơn tổng số đơn (dữ liệu mẫu)"
# How far each unit of the list got, over and over; the rest has not begun.
_WAYS = ("accepted", "approved", "sent", "late", "returned", "signed", "locked", "")
_UNITS = 40
_DAY = datetime.timedelta(days=1)


def fill(*, today: datetime.date) -> None:
    """Send the quarter that ended last from some communes of the city.

    The ward whose compiler can sign in keeps its own to do, and has one that was
    returned in the other chain.
    """
    place = Unit.objects.get(code=PROVINCE)
    sheet = chains.by_id("inspectorate")
    period = _quarter(sheet, today)
    _ask(place, period.end, today)
    for number, unit in enumerate(_communes(place, sheet, period)):
        _go(unit, sheet, period, _WAYS[number % len(_WAYS)], number, today)
    other = chains.by_id("government")
    _go(
        Unit.objects.get(code=COMMUNE),
        other,
        _quarter(other, today),
        "returned",
        3,
        today,
    )
    now = datetime.datetime.combine(today, datetime.time(6), LOCAL)
    reminding.remind(today=today, now=now)


def _ask(place: Unit, since: datetime.date, today: datetime.date) -> None:
    """Let the city ask for two sheets from the quarter that ended last on."""
    now = datetime.datetime.combine(today, datetime.time(5), LOCAL)
    for sheet in ("inspectorate", "government"):
        assigning.ask(
            place=place,
            sheet=chains.by_id(sheet),
            since=since,
            decision="01/QĐ-UBND",
            by=_actor(PROVINCE),
            now=now,
        )


def _quarter(sheet: Sheet, today: datetime.date) -> Period:
    ended = periods.ending_up_to(sheet.chain, today, years=2)
    return next(p for p in ended if p.kind == periods.Kind.QUARTER and p.end < today)


def _communes(place: Unit, sheet: Sheet, period: Period) -> Sequence[Unit]:
    units = rungs.expected(place, sheet, period)
    communes = [u for u in units if u.kind == Kind.TERRITORY and u.code != COMMUNE]
    return communes[:_UNITS]


def _go(
    unit: Unit,
    sheet: Sheet,
    period: Period,
    way: str,
    number: int,
    today: datetime.date,
) -> None:
    """Let a unit and its place take the steps of one way."""
    if not way:
        return
    late = _DAY * 9 if way == "late" else _DAY * 2
    day = min(period.end + late, today)
    now = datetime.datetime.combine(day, datetime.time(9, number % 60), LOCAL)
    below, above = _actor(unit.code), _actor(PROVINCE)
    row = submitting.opened(unit=unit, sheet=sheet, period=period, by=below, now=now)
    row = submitting.sign(
        submission=row, lines=_lines(sheet, number), by=below, now=now
    )
    if way == "signed":
        return
    row = submitting.send(submission=row, by=below, now=now)
    if way == "returned":
        submitting.give_back(submission=row, reason=WHY, by=above, now=now)
    elif way not in {"sent", "late"}:
        _approve(row, way, above, now)


def _approve(row: Submission, way: str, by: Actor, now: datetime.datetime) -> None:
    row = submitting.approve(submission=row, by=by, now=now)
    if way != "approved":
        row = submitting.accept(submission=row, by=by, now=now)
    if way == "locked":
        submitting.lock(submission=row, by=by, now=now)


def _actor(code: str) -> Actor:
    return Actor(id="system", label=POST, unit_code=code)


def _lines(sheet: Sheet, number: int) -> list[Signed]:
    """Return a line for each code; every ninth unit leaves one empty."""
    lines = []
    for place, code in enumerate(sheet.codes):
        amount = None if number % 9 == 2 and place == 4 else _amount(number, place)
        note = NOTE if place == 0 else ""
        lines.append(Signed(code, None, amount, nothing=amount == 0, note=note))
    return lines


def _amount(number: int, place: int) -> Decimal:
    return Decimal((number * 7 + place * 3) % 23)
