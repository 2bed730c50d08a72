"""What may be counted of sealed cases: rows that hold no person and no content.

The unit that received a case counts it. Giving it to an officer is what processes
it, and such a letter counts as in order; closed is what the case is when counted.
Where it went and what was concluded is told by the steps of its course
(`course_counts`). By whom and about what is sealed: those columns are entered.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse

from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.courses import Course, Step
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.orgs.models import Unit
from danvan.vault import course_counts, selectors
from danvan.vault.course_rules import DEMAND_REPORT
from danvan.vault.models import (
    Access,
    CaseState,
    SealedCase,
    SealedStep,
    SealedTerm,
)
from danvan.vault.scope import scoped

Where = Callable[[Period], Q]


def _received(period: Period) -> Q:
    return Q(received_on__range=(period.start, period.end))


def _before(period: Period) -> Q:
    return Q(received_on__lt=period.start)


def _processed(period: Period) -> Q:
    return Q(processed_on__range=(period.start, period.end))


def _carried(period: Period) -> Q:
    open_still = Q(processed_on__isnull=True) | Q(processed_on__gte=period.start)
    return _before(period) & open_still


def _open_at_end(period: Period) -> Q:
    open_still = Q(processed_on__isnull=True) | Q(processed_on__gt=period.end)
    return Q(received_on__lte=period.end) & open_still


def _both(*conditions: Where) -> Where:
    def both(period: Period) -> Q:
        found = Q()
        for condition in conditions:
            found &= condition(period)
        return found

    return both


def _closed(_period: Period) -> Q:
    return Q(state=CaseState.CLOSED)


def _not_closed(_period: Period) -> Q:
    return ~Q(state=CaseState.CLOSED)


def _stepped(*steps: Step) -> Where:
    taken = SealedStep.objects.filter(
        case=OuterRef("pk"), unit=OuterRef("receiver"), step__in=steps
    )
    return lambda _period: Q(Exists(taken))


def _not(condition: Where) -> Where:
    return lambda period: ~condition(period)


def _follow_up(_period: Period) -> Q:
    return Q(course=Course.FOLLOW_UP)


def _first(_period: Period) -> Q:
    return Q(course=Course.DENUNCIATION)


def _because_late(_period: Period) -> Q:
    demanded = SealedTerm.objects.filter(
        case=OuterRef("pk"), unit=OuterRef("receiver"), code=DEMAND_REPORT
    )
    return Q(Exists(demanded))


_own = _both(_processed, _not(_stepped(Step.TRANSFER, Step.DEMAND, Step.GUIDE)))
_forwarded = _both(_processed, _stepped(Step.TRANSFER))
_urged = _both(
    _processed, _stepped(Step.DEMAND), _not(_stepped(Step.TRANSFER, Step.GUIDE))
)
_guided = _both(_processed, _stepped(Step.GUIDE), _not(_stepped(Step.TRANSFER)))
_late_below = _both(_processed, _follow_up, _because_late)
_concluded_before = _both(_processed, _follow_up, _not(_because_late))
_settled = _both(_processed, _closed)
_unsettled = _both(_processed, _not_closed)
_from_before = _both(_processed, _before)
_from_now = _both(_processed, _received)

# A column is one line. Who signed is sealed: such letters are "other letters" (2021).
_TABLE: Mapping[str, Where] = {
    "01/XLD/2024:2": _carried,
    "01/XLD/2024:3": _received,
    "01/XLD/2024:4": _processed,
    "01/XLD/2024:5": _open_at_end,
    "01/XLD/2024:7": _processed,
    "01/XLD/2024:9": _processed,
    "01/XLD/2024:11": _settled,
    "01/XLD/2024:13": _unsettled,
    "01/XLD/2024:16": _own,
    "01/XLD/2024:19": _guided,
    "01/XLD/2024:20": _forwarded,
    "01/XLD/2024:21": _urged,
    "03/XLD/2024:2": _carried,
    "03/XLD/2024:3": _received,
    "03/XLD/2024:5": _from_before,
    "03/XLD/2024:6": _from_now,
    "03/XLD/2024:7": _processed,
    # A guided letter has no column of its own in 2024: it is outside the competence.
    "03/XLD/2024:18": _late_below,
    "03/XLD/2024:19": _concluded_before,
    "03/XLD/2024:20": _both(_processed, _first),
    "03/XLD/2024:22": _both(_own, _first),
    "03/XLD/2024:23": _both(_own, _follow_up),
    "03/XLD/2024:25": _forwarded,
    "03/XLD/2024:26": _urged,
    "01/XLD/2021:4": _carried,
    "01/XLD/2021:7": _received,
    "01/XLD/2021:8": _processed,
    "01/XLD/2021:10": _processed,
    "01/XLD/2021:12": _processed,
    "01/XLD/2021:14": _settled,
    "01/XLD/2021:16": _unsettled,
    "01/XLD/2021:20": _own,
    "01/XLD/2021:23": _guided,
    "01/XLD/2021:24": _forwarded,
    "01/XLD/2021:25": _urged,
    "03/XLD/2021:4": _carried,
    "03/XLD/2021:7": _received,
    "03/XLD/2021:8": _processed,
    "03/XLD/2021:9": _from_before,
    "03/XLD/2021:10": _from_now,
    "03/XLD/2021:11": _processed,
    "03/XLD/2021:22": _both(_processed, _first, _not(_stepped(Step.ACCEPT))),
    "03/XLD/2021:23": _both(_processed, _first, _stepped(Step.ACCEPT)),
    "03/XLD/2021:24": _late_below,
    "03/XLD/2021:25": _concluded_before,
    "03/XLD/2021:27": _both(_own, _first),
    "03/XLD/2021:28": _both(_own, _follow_up),
    "03/XLD/2021:30": _guided,
    "03/XLD/2021:31": _forwarded,
    "03/XLD/2021:32": _urged,
}


def _cases() -> QuerySet[SealedCase]:
    given = Access.objects.filter(case=OuterRef("pk"), unit=OuterRef("receiver"))
    first = given.order_by().values("case").annotate(first=Min("made_at"))
    return SealedCase.objects.annotate(
        processed_on=TruncDate(Subquery(first.values("first")[:1]))
    )


def _totals(where: Where) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        units = unit_ids
        if units is None:
            units = list(Unit.objects.values_list("pk", flat=True))
        # The lock on these tables opens for the units counted, for one query.
        with scoped(user_id="", units=units):
            found = _cases().filter(where(period), receiver_id__in=units)
            grouped = found.order_by().values("receiver_id").annotate(rows=Rows("pk"))
            return {
                unit: Decimal(rows)
                for unit, rows in grouped.values_list("receiver_id", "rows")
            }

    return totals


def _records(where: Where) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        mine = {row.id: row for row in selectors.cases(viewer)}
        if not mine:
            return []
        with scoped(user_id=viewer.user_id, units=unit_ids):
            found = _cases().filter(
                where(period), pk__in=mine, receiver_id__in=unit_ids
            )
            keys = list(found.order_by("received_on", "number"))
        return [
            Item(
                kind="vault",
                title=case.number,
                url=reverse("vault:case", args=[case.pk]),
                due=case.deadline,
            )
            for case in keys
        ]

    return records


COUNTS: tuple[Count, ...] = (
    *(Count(key, _totals(where), _records(where)) for key, where in _TABLE.items()),
    *course_counts.COUNTS,
)
