"""Everything that adds to the history of a value of an indicator.

Nothing is ever changed: a correction is a new value that names the one it takes the
place of. Writes to the cells of a unit and period wait for each other.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.indicators import counting, settled, spans, tree
from danvan.indicators.errors import (
    Closed,
    FromRecords,
    NoReason,
    NotStanding,
    OutOfRange,
)
from danvan.indicators.models import Choice, Period, Provenance, Value
from danvan.journal import services as journal
from danvan.orgs.models import Unit

# What people say by hand; counts follow records, and a text says what it says.
_BY_HAND = frozenset({Provenance.ENTERED, Provenance.IMPORTED})
_PLACES = Decimal("0.000001")
_LARGEST = Decimal(10) ** 24
# The journal takes a run of so many digits for a person's number.
_LONG = 9


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of one cell; ``amount`` None takes back what it said."""

    code: str
    amount: Decimal | None
    provenance: str
    origin: str = ""
    bound: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    nothing: bool = False


@transaction.atomic
def record(
    *,
    unit: Unit,
    period: periods.Period,
    code: str,
    amount: Decimal,
    provenance: str,
    origin: str = "",
    bound: str = "",
    evidence: Mapping[str, Any] | None = None,
    reason: str = "",
    nothing: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> Value:
    """Keep a value: the first of its history, or a correction of the one that stands.

    The same amount again is the same value. Raises NoReason where a value that was
    not counted is corrected without one, OutOfRange, Closed (`append`).
    """
    said = Said(
        *(code, amount, provenance, origin, bound),
        *(evidence or {}, reason.strip(), nothing),
    )
    (kept,) = append(unit=unit, period=period, said=[said], by=by, now=now)
    if kept.new:
        _write(by, "values.correct" if kept.before else "values.record", kept)
    return kept.value


@dataclass(frozen=True, slots=True)
class Kept:
    """The value that stands now, the one that stood before, and whether it is new."""

    value: Value
    before: Value | None
    new: bool


def append(
    *,
    unit: Unit,
    period: periods.Period,
    said: Sequence[Said],
    by: Actor,
    now: datetime.datetime,
) -> list[Kept]:
    """Add what sources say of the cells of one unit and period, without a journal line.

    For services that write one line for many values; inside their transaction. What
    takes back where nothing stands is left out. Three queries and one insert.
    Raises NoReason, OutOfRange, Closed where a number said by hand was approved, and
    ValueError where two say the same thing twice.
    """
    row = spans.used(period)
    _wait(unit, row)
    found = Value.objects.standing().filter(unit=unit, period=row)
    found = found.filter(code__in={one.code for one in said})
    standing = {(v.code, v.provenance, v.origin): v for v in found}
    keys = [(one.code, one.provenance, one.origin) for one in said]
    if len({*keys}) != len(keys):
        raise ValueError("one source says two things of one cell")
    kept = [
        _next(unit, row, one, standing.get(key), by, now)
        for one, key in zip(said, keys, strict=True)
    ]
    changed = [one.value for one in kept if one and one.new]
    _must_be_open(unit, row, [v.code for v in changed if v.provenance in _BY_HAND])
    Value.objects.bulk_create(changed)
    return [one for one in kept if one]


def _next(
    unit: Unit,
    period: Period,
    said: Said,
    before: Value | None,
    by: Actor,
    now: datetime.datetime,
) -> Kept | None:
    amount = _fitting(said.amount)
    if before is None and amount is None:
        return None
    if before is not None and (before.amount, before.nothing, before.bound) == (
        *(amount, said.nothing, said.bound),
    ):
        return Kept(before, before, new=False)
    if before is not None and said.provenance != Provenance.COUNTED and not said.reason:
        raise NoReason
    value = Value(
        unit=unit,
        period=period,
        code=said.code,
        provenance=said.provenance,
        origin=said.origin,
        amount=amount,
        nothing=said.nothing,
        bound=said.bound,
        evidence=dict(said.evidence),
        reason=said.reason,
        by=by.label,
        at=now,
        corrects=before,
    )
    return Kept(value, before, new=True)


def _must_be_open(unit: Unit, period: Period, codes: Collection[str]) -> None:
    """Raise Closed where a level above has approved a sheet with one of the codes."""
    if codes and (closure := settled.closure(unit, period, codes)):
        raise Closed(closure)


def _fitting(amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    if not amount.is_finite() or abs(amount) >= _LARGEST:
        raise OutOfRange(str(amount)[:40])
    return amount.quantize(_PLACES)


def _wait(unit: Unit, period: Period) -> None:
    """Let two who write to the cells of a unit and period wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"values {unit.pk} {period.key}"],
        )


@transaction.atomic
def take_back(*, value: Value, reason: str, by: Actor, now: datetime.datetime) -> Value:
    """Say that a value was none, and why; it stays in the history.

    Returns the correction without an amount. Raises NoReason, NotStanding,
    FromRecords for a counted value.
    """
    _check(value, reason)
    if value.provenance == Provenance.COUNTED:
        raise FromRecords
    said = Said(
        *(value.code, None, value.provenance, value.origin), reason=reason.strip()
    )
    (kept,) = append(
        unit=value.unit, period=value.period.known, said=[said], by=by, now=now
    )
    _write(by, "values.take-back", kept)
    return kept.value


@transaction.atomic
def choose(*, value: Value, reason: str, by: Actor, now: datetime.datetime) -> Choice:
    """Say which of several values of a cell counts, and why; the last word holds.

    Raises NoReason, NotStanding, Closed where the number was approved.
    """
    _wait(value.unit, value.period)
    _check(value, reason)
    _must_be_open(value.unit, value.period, [value.code])
    choice = Choice.objects.create(
        unit=value.unit,
        period=value.period,
        code=value.code,
        value=value,
        reason=reason.strip(),
        by=by.label,
        at=now,
    )
    journal.write(
        by=by,
        action="values.choose",
        record=value.record,
        changes=_place(value)
        | {"source": (None, value.provenance), "reason": journal.CHANGED},
    )
    return choice


def _check(value: Value, reason: str) -> None:
    if not reason.strip():
        raise NoReason
    stands = value.amount is not None
    if not stands or Value.objects.filter(corrects=value).exists():
        raise NotStanding


@transaction.atomic
def count(
    *,
    unit: Unit,
    period: periods.Period,
    codes: Collection[str],
    by: Actor,
    now: datetime.datetime,
) -> Mapping[str, Value]:
    """Count indicators of a unit from the records of the apps; by code.

    What is no longer counted is taken back; what nothing counts is left out. The
    units counted with it are those of `tree.counted` on the period's last day.
    """
    units = tree.counted(unit, period.end)
    totals = counting.totals(codes, period, units)
    said = [
        Said(code, totals.get(code), Provenance.COUNTED)
        for code in dict.fromkeys(codes)
    ]
    kept = append(unit=unit, period=period, said=said, by=by, now=now)
    new = [one for one in kept if one.new]
    if new:
        journal.write(
            by=by,
            action="values.count",
            record=f"indicators.values:{unit.code}.{period.key}",
            changes={
                "unit": (None, unit.code),
                "period": (None, period.key),
                "values": (None, str(len(new))),
            },
        )
    return {k.value.code: k.value for k in kept if k.value.amount is not None}


def _write(by: Actor, action: str, kept: Kept) -> None:
    before = kept.before
    changes: dict[str, journal.Change] = _place(kept.value) | {
        "source": (None, kept.value.provenance),
        "value": (told(before.amount) if before else None, told(kept.value.amount)),
    }
    if kept.value.reason:
        changes["reason"] = journal.CHANGED
    journal.write(by=by, action=action, record=kept.value.record, changes=changes)


def _place(value: Value) -> dict[str, journal.Change]:
    return {
        "indicator": (None, value.code),
        "unit": (None, value.unit.code),
        "period": (None, value.period.key),
    }


def told(amount: Decimal | None) -> str | None:
    """Return a number as the journal may hold it.

    A minus or too many digits is no code there: such a value is told as changed, and
    stands in the history itself.

    >>> told(Decimal("3235.000000")), told(Decimal("-197")), told(None)
    ('3235', 'changed', None)
    """
    if amount is None:
        return None
    written = f"{amount.normalize():f}"
    digits = sum(c.isdigit() for c in written)
    return "changed" if amount < 0 or digits >= _LONG else written
