"""What is counted of decisions and their execution: forms 01 and 02/KQGQ.

A decision counts in the period of its conclusion; what it orders, in the period in
which that was put on the list. Amounts done are those known when counting. Money is
given in million đồng, as the forms ask.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.courses import Kind, Outcome
from danvan.core.casework.workflow import Step as Verb
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.models import Instance, Petition
from danvan.petitions.settlement import ExecutionKind

Found = Callable[[Period], QuerySet[Petition]]
_MILLION = Decimal(1_000_000)
_SETTLING = ("DL-KN-02", "DL-KN-05", "DL-KN-08")
_K = ExecutionKind


def _complaints() -> QuerySet[Petition]:
    return Petition.objects.filter(kind=Kind.COMPLAINT)


def _decided(*results: Outcome, second: bool) -> Found:
    """Complaints decided so in the period, in the first or the second instance."""
    instance = Q(instance=Instance.SECOND)

    def found(period: Period) -> QuerySet[Petition]:
        return _complaints().filter(
            instance if second else ~instance,
            conclusions__result__in=results,
            conclusions__on__range=(period.start, period.end),
        )

    return found


def _timely(in_time: bool) -> Found:
    """Complaints whose decision came within the term of settlement, or after it."""

    def found(period: Period) -> QuerySet[Petition]:
        due = F("deadlines__due")
        ended = {"lte": due} if in_time else {"gt": due}
        return _complaints().filter(
            deadlines__code__in=_SETTLING,
            deadlines__outcome="met",
            deadlines__ended_on__range=(period.start, period.end),
            **{f"deadlines__ended_on__{how}": day for how, day in ended.items()},
        )

    return found


def _ordered(kind: ExecutionKind) -> Found:
    def found(period: Period) -> QuerySet[Petition]:
        return _complaints().filter(
            executions__kind=kind,
            executions__made_on__range=(period.start, period.end),
        )

    return found


def _to_execute(period: Period) -> QuerySet[Petition]:
    open_ = Q(resolved_on__isnull=True) | Q(resolved_on__gte=period.start)
    return _complaints().filter(
        open_, steps__verb=Verb.EXECUTE, steps__on__lte=period.end
    )


def _executed(period: Period) -> QuerySet[Petition]:
    return _to_execute(period).filter(resolved_on__lte=period.end)


def _in_hand(kind: ExecutionKind) -> Found:
    def found(period: Period) -> QuerySet[Petition]:
        return _to_execute(period).filter(executions__kind=kind)

    return found


def _dealt_with(period: Period) -> QuerySet[Petition]:
    """Those whose order on persons is done: of a part nobody knows who was an official."""
    return _to_execute(period).filter(
        executions__kind=_K.PERSON, executions__done_on__isnull=False
    )


def _rows(found: Found, key: str) -> Count:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        return _grouped(found(period), Rows("pk", distinct=True), unit_ids)

    return Count(key, totals, _records(found))


def _sums(found: Found, field: str, key: str, divisor: Decimal = Decimal(1)) -> Count:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        amounts = _grouped(found(period), Sum(f"executions__{field}"), unit_ids)
        return {unit: amount / divisor for unit, amount in amounts.items()}

    return Count(key, totals, _records(found))


def _grouped(
    found: QuerySet[Petition], amount: Rows | Sum, unit_ids: Collection[int] | None
) -> Mapping[int, Decimal]:
    if unit_ids is not None:
        found = found.filter(unit_id__in=unit_ids)
    grouped = found.order_by().values("unit_id").annotate(amount=amount)
    with scope.as_system("a count shows no row to anybody"):
        return {
            unit: Decimal(amount or 0)
            for unit, amount in grouped.values_list("unit_id", "amount")
        }


def _records(found: Found) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        keys = found(period).filter(unit_id__in=unit_ids).values("pk")
        rows = Petition.objects.visible_to(viewer).filter(pk__in=keys)
        rows = rows.defer("what", "folded", "request").order_by("received_at", "pk")
        return [
            Item(
                kind="petition",
                title=f"{KINDS[p.kind]} {p.number}",
                url=reverse("petitions:case", args=[p.pk]),
                due=p.due,
                note=str(STATES[p.state]),
            )
            for p in rows
        ]

    return records


def _decisions(form: str) -> list[Count]:
    """Return the columns of 01/KQGQ of one regime; they are the same in both."""
    first = {20: Outcome.JUSTIFIED, 21: Outcome.UNJUSTIFIED, 22: Outcome.PARTLY}
    money = {7: _K.MONEY_STATE, 9: _K.MONEY_BODY, 11: _K.MONEY_PERSON}
    land = {8: _K.LAND_STATE, 10: _K.LAND_BODY, 12: _K.LAND_PERSON}
    again = (Outcome.CHANGED, Outcome.ANNULLED)
    persons, police = _ordered(_K.PERSON), _ordered(_K.INVESTIGATORS)
    return [
        *(_rows(_decided(r, second=False), f"{form}:{n}") for n, r in first.items()),
        _rows(_decided(Outcome.UPHELD, second=True), f"{form}:23"),
        _rows(_decided(*again, second=True), f"{form}:24"),
        _rows(_timely(True), f"{form}:25"),
        _rows(_timely(False), f"{form}:26"),
        *(
            _sums(_ordered(kind), "ordered", f"{form}:{n}", _MILLION)
            for n, kind in money.items()
        ),
        *(_sums(_ordered(k), "ordered", f"{form}:{n}") for n, k in land.items()),
        _sums(persons, "ordered", f"{form}:15"),
        _sums(persons, "officials", f"{form}:16"),
        _rows(police, f"{form}:17"),
        _sums(police, "ordered", f"{form}:18"),
        _sums(police, "officials", f"{form}:19"),
    ]


def _executions(form: str) -> list[Count]:
    """Return the columns of 02/KQGQ of one regime: what is owed, what is done."""
    money = {
        _K.MONEY_STATE: (3, 5),
        _K.MONEY_BODY: (7, 11),
        _K.MONEY_PERSON: (9, 13),
    }
    land = {_K.LAND_STATE: (4, 6), _K.LAND_BODY: (8, 12), _K.LAND_PERSON: (10, 14)}
    fields = ("ordered", "done")
    return [
        _rows(_to_execute, f"{form}:1"),
        _rows(_executed, f"{form}:2"),
        *(
            _sums(_in_hand(kind), field, f"{form}:{n}", divisor)
            for of, divisor in ((money, _MILLION), (land, Decimal(1)))
            for kind, columns in of.items()
            for field, n in zip(fields, columns, strict=True)
        ),
        _sums(_in_hand(_K.PERSON), "done", f"{form}:15"),
        _sums(_dealt_with, "officials", f"{form}:16"),
    ]


COUNTS: tuple[Count, ...] = tuple(
    count
    for regime in ("2021", "2024")
    for count in (
        *_decisions(f"01/KQGQ/{regime}"),
        *_executions(f"02/KQGQ/{regime}"),
    )
)
