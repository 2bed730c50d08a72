"""What the courses make countable: settled, with which result, in time or late.

A unit counts the steps of its own course. A matter is accepted until it is
concluded or terminated.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.courses import Course, Outcome, Step
from danvan.core.desk import Item
from danvan.core.rollup.count import Count, noughts
from danvan.orgs.models import Unit
from danvan.vault import selectors
from danvan.vault.course_rules import SETTLE
from danvan.vault.models import SealedStep, SealedTerm, TermOutcome
from danvan.vault.scope import scoped

Where = Callable[[Period], Q]
_ENDS = (Step.CONCLUDE, Step.TERMINATE)
_FOLLOW_UP = Q(course=Course.FOLLOW_UP)


def _taken(*steps: Step, also: Q | None = None) -> Where:
    """Return the steps taken in the period."""

    def where(period: Period) -> Q:
        found = Q(step__in=steps, on__range=(period.start, period.end))
        return found & also if also is not None else found

    return where


def _open_at_start(period: Period) -> Q:
    return Q(step=Step.ACCEPT, on__lt=period.start) & _not_ended_before(period)


def _not_ended_before(period: Period) -> Q:
    ended = SealedStep.objects.filter(
        case=OuterRef("case"), unit=OuterRef("unit"), step__in=_ENDS,
        on__lt=period.start,
    )  # fmt: skip
    return ~Q(Exists(ended))


def _open_in(also: Q | None = None) -> Where:
    def where(period: Period) -> Q:
        found = Q(step=Step.ACCEPT, on__lte=period.end) & _not_ended_before(period)
        return found & also if also is not None else found

    return where


def _term(outcome: Q) -> Q:
    ended = SealedTerm.objects.filter(
        outcome, case=OuterRef("case"), unit=OuterRef("unit"), code=SETTLE,
        ended=OuterRef("on"),
    )  # fmt: skip
    return Q(Exists(ended))


def _said(outcome: Outcome, also: Q | None = None) -> Where:
    told = Q(facts__outcome=str(outcome))
    return _taken(Step.CONCLUDE, also=told & also if also is not None else told)


_WITHDRAWN = Q(facts__reasons__contains="all_withdrawn")
_LATE = _term(Q(outcome=TermOutcome.LATE))
_IN_TIME = _term(~Q(outcome=TermOutcome.LATE))


def _another(step: Step, **on: object) -> Q:
    """Say that the same unit took such a step in the same case."""
    taken = SealedStep.objects.filter(
        case=OuterRef("case"), unit=OuterRef("unit"), step=step, **on
    )
    return Q(Exists(taken))


def _to_execute(period: Period) -> Q:
    done = _another(Step.RESOLVE, on__lt=period.start)
    return Q(step=Step.EXECUTE, on__lte=period.end) & ~done


_executed = _another(Step.EXECUTE)
_TABLE: Mapping[str, Where] = {
    "03/XLD/2024:27": _taken(Step.REPLY_IN),
    "03/XLD/2021:33": _taken(Step.REPLY_IN),
    "01/XLD/2024:22": _taken(Step.REPLY_IN),
    "01/XLD/2021:26": _taken(Step.REPLY_IN),
    "03/KQGQ/2021:2": _open_at_start,
    "03/KQGQ/2021:3": _taken(Step.ACCEPT),
    "03/KQGQ/2021:4": _open_in(),
    "03/KQGQ/2021:5": _open_in(_FOLLOW_UP),
    "03/KQGQ/2021:7": _taken(Step.CONCLUDE, also=~_FOLLOW_UP),
    "03/KQGQ/2021:9": _taken(Step.TERMINATE, also=_WITHDRAWN),
    "03/KQGQ/2021:10": _taken(Step.TERMINATE, also=~_WITHDRAWN),
    "03/KQGQ/2021:21": _taken(Step.REFER),
    "03/KQGQ/2021:24": _said(Outcome.JUSTIFIED),
    "03/KQGQ/2021:25": _said(Outcome.JUSTIFIED, _FOLLOW_UP),
    "03/KQGQ/2021:26": _said(Outcome.UNJUSTIFIED),
    "03/KQGQ/2021:27": _said(Outcome.UNJUSTIFIED, _FOLLOW_UP),
    "03/KQGQ/2021:28": _said(Outcome.PARTLY),
    "03/KQGQ/2021:29": _said(Outcome.PARTLY, _FOLLOW_UP),
    "03/KQGQ/2021:30": _taken(*_ENDS, also=_IN_TIME),
    "03/KQGQ/2021:31": _taken(*_ENDS, also=_LATE),
    "04/KQGQ/2021:1": _to_execute,
    "04/KQGQ/2021:2": _taken(Step.RESOLVE, also=_executed),
}


# Indicators that are no column of a form.
_INDICATORS: Mapping[str, Where] = {
    "GQ03": _taken(*_ENDS),
    "XLD13": _taken(Step.FILE),
}


def _found(where: Where, period: Period) -> QuerySet[SealedStep]:
    return SealedStep.objects.filter(where(period)).order_by()


def _totals(where: Where) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        units = unit_ids
        if units is None:
            units = list(Unit.objects.values_list("pk", flat=True))
        # The lock on these tables opens for the units counted, for one query.
        with scoped(user_id="", units=units):
            found = _found(where, period).filter(unit_id__in=units)
            rows = found.values("unit_id").annotate(n=Rows("case", distinct=True))
            return {unit: Decimal(n) for unit, n in rows.values_list("unit_id", "n")}

    return totals


def _records(where: Where) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        mine = {row.id: row for row in selectors.cases(viewer)}
        if not mine:
            return []
        with scoped(user_id=viewer.user_id, units=unit_ids):
            found = _found(where, period).filter(unit_id__in=unit_ids, case__in=mine)
            keys = set(found.values_list("case", flat=True))
        return [
            Item(
                kind="vault",
                title=row.number,
                url=reverse("vault:case", args=[row.id]),
                due=row.deadline,
            )
            for row in mine.values()
            if row.id in keys
        ]

    return records


COUNTS: tuple[Count, ...] = (
    *(Count(key, _totals(where), _records(where)) for key, where in _TABLE.items()),
    *(
        Count(key, noughts(_totals(where)), _records(where))
        for key, where in _INDICATORS.items()
    ),
)
