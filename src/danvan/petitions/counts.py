"""What petitions count for the statutory forms: a column is one line of `_TABLE`.

A letter is *processed* by the first step that says what becomes of it, and *settled*
by its answer. Denunciations are counted by the vault, which alone knows of them. Kind,
field and unit are as known when counting.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count as Rows
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.workflow import Kind
from danvan.core.casework.workflow import Step as Verb
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.petitions import counts_settled
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.matters import Link, LinkKind
from danvan.petitions.models import (
    Condition,
    Field,
    Instance,
    Petition,
    PetitionQuerySet,
    Step,
)

_PROCESSING = (
    *(Verb.ACCEPT, Verb.GUIDE, Verb.TRANSFER, Verb.FILE, Verb.ANSWER, Verb.WITHDRAW),
    Verb.TERMINATE,
)
_SETTLING = (Verb.ANSWER,)


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on letters that depends on the period."""

    of: Callable[[Period], Q]

    def __and__(self, other: "Where") -> "Where":
        return Where(lambda period: self.of(period) & other.of(period))

    def __or__(self, other: "Where") -> "Where":
        return Where(lambda period: self.of(period) | other.of(period))

    def __invert__(self) -> "Where":
        return Where(lambda period: ~self.of(period))


def _always(**lookups: Any) -> Where:
    return Where(lambda _period: Q(**lookups))


def _open_at_start(day_field: str) -> Where:
    return Where(
        lambda period: (
            Q(**{f"{day_field}__isnull": True})
            | Q(**{f"{day_field}__gte": period.start})
        )
    )


def _in_period(day_field: str) -> Where:
    return Where(
        lambda period: Q(**{f"{day_field}__range": (period.start, period.end)})
    )


_before = Where(lambda period: Q(received_on__lt=period.start))
_received = _in_period("received_on")
_carried = _before & _open_at_start("processed_on")
_processed = _in_period("processed_on")
_open_at_end = Where(
    lambda period: (
        Q(received_on__lte=period.end)
        & (Q(processed_on__isnull=True) | Q(processed_on__gt=period.end))
    )
)
_answered = Where(lambda period: Q(settled_on__lte=period.end))
# A negated comparison with an empty date is neither true nor false in SQL.
_unanswered = Where(
    lambda period: Q(settled_on__isnull=True) | Q(settled_on__gt=period.end)
)

_OWN_WAYS = (Verb.ACCEPT, Verb.ANSWER)
_in_order = ~_always(condition=Condition.INELIGIBLE)
_own = _processed & _in_order & _always(way__in=_OWN_WAYS)
_guided = _processed & _in_order & _always(way=Verb.GUIDE, way_reasons=[])
_forwarded = _processed & _in_order & _always(way=Verb.TRANSFER)
_eligible = _own | _guided | _forwarded

_complaint = _always(kind=Kind.COMPLAINT)
_feedback = _always(kind=Kind.FEEDBACK)
_second = _always(instance=Instance.SECOND)
_first = ~_second
_many = _always(people__gte=5)  # Circular 07/2014, article 6.4b
_one = _always(people=1)
_few = ~_many & ~_one
_policy = _always(field__in=[Field.SOCIAL, Field.HEALTH, Field.EDUCATION])
_land = _always(field__in=[Field.LAND, Field.BUILDING])
_other_field = ~_policy & ~_land

_part = Exists(Link.objects.filter(petition=OuterRef("pk"), kind=LinkKind.PART))
_whole = Where(lambda _period: ~Q(_part))
_settling_own = _always(way__in=_OWN_WAYS) & _in_order
_to_settle_before = (
    Where(lambda period: Q(processed_on__lt=period.start))
    & _open_at_start("settled_on")
    & _open_at_start("withdrawn_on")
)
_to_settle_new = _processed


def _earlier_of_matter(period: Period) -> Q:
    """Whether an earlier letter of the same matter is counted in the period already."""
    others = letters().filter(
        _eligible.of(period),
        matter=OuterRef("matter"),
        unit=OuterRef("unit"),
        kind=OuterRef("kind"),
    )
    earlier = Q(received_at__lt=OuterRef("received_at")) | Q(
        received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")
    )
    return Q(matter__isnull=False) & Q(Exists(others.filter(earlier)))


_matter = ~Where(_earlier_of_matter)
_complaints = _eligible & _complaint & _matter
_others = _eligible & _feedback & _matter
_complaint_letters = _complaint & _whole
_feedback_letters = _feedback & _whole


def _kqgq(regime: str) -> dict[str, Where]:
    """Return the columns of 01/KQGQ, the same in both regimes."""
    own = _complaint & _settling_own
    return {
        f"01/KQGQ/{regime}:2": own & _to_settle_before & _whole,
        f"01/KQGQ/{regime}:3": own & _to_settle_new & _whole,
        f"01/KQGQ/{regime}:4": own & (_to_settle_before | _to_settle_new),
        f"01/KQGQ/{regime}:6": own & _in_period("withdrawn_on"),
    }


# A column is one line. What stands nowhere here is entered by the compiler.
_TABLE: Mapping[str, Where] = {
    "01/XLD/2024:2": _carried & _whole,
    "01/XLD/2024:3": _received & _whole,
    "01/XLD/2024:4": _processed & _whole,
    "01/XLD/2024:5": _open_at_end & _whole,
    "01/XLD/2024:7": _eligible & _matter,
    "01/XLD/2024:8": _eligible & _complaint_letters,
    "01/XLD/2024:10": _eligible & _feedback_letters,
    "01/XLD/2024:11": _eligible & _answered & _first & _whole,
    "01/XLD/2024:12": _eligible & _answered & _second & _whole,
    "01/XLD/2024:13": _eligible & _unanswered & _whole,
    "01/XLD/2024:15": _own & _complaint_letters,
    "01/XLD/2024:17": _own & _feedback_letters,
    "01/XLD/2024:19": _guided & _whole,
    "01/XLD/2024:20": _forwarded & _whole,
    "02/XLD/2024:2": _carried & _complaint_letters,
    "02/XLD/2024:3": _received & _complaint_letters,
    "02/XLD/2024:5": _processed & _before & _complaint_letters,
    "02/XLD/2024:6": _processed & _received & _complaint_letters,
    "02/XLD/2024:7": _eligible & _complaint_letters,
    "02/XLD/2024:8": _complaints,
    "02/XLD/2024:10": _complaints & _policy,
    "02/XLD/2024:11": _complaints & _land,
    "02/XLD/2024:12": _complaints & _other_field,
    "02/XLD/2024:16": _complaints & _answered & _first,
    "02/XLD/2024:17": _complaints & _answered & _second,
    "02/XLD/2024:19": _complaints & _unanswered,
    "02/XLD/2024:21": _complaints & _own & _first,
    "02/XLD/2024:22": _complaints & _own & _second,
    "02/XLD/2024:24": _complaints & ~_own,
    "04/XLD/2024:2": _carried & _feedback_letters,
    "04/XLD/2024:3": _received & _feedback_letters,
    "04/XLD/2024:5": _processed & _before & _feedback_letters,
    "04/XLD/2024:6": _processed & _received & _feedback_letters,
    "04/XLD/2024:7": _eligible & _feedback_letters,
    "04/XLD/2024:9": _others & _policy,
    "04/XLD/2024:10": _others & _land,
    "04/XLD/2024:12": _others & _other_field,
    "04/XLD/2024:13": _others & _answered,
    "04/XLD/2024:14": _others & _unanswered,
    "04/XLD/2024:15": _others & _own,
    "04/XLD/2024:17": _others & ~_own,
    "04/XLD/2024:19": _others & _own & _answered,
    "04/XLD/2024:20": _others & _own & _unanswered,
    "01/XLD/2021:2": _carried & _many & _whole,
    "01/XLD/2021:3": _carried & _one & _whole,
    "01/XLD/2021:4": _carried & _few & _whole,
    "01/XLD/2021:5": _received & _many & _whole,
    "01/XLD/2021:6": _received & _one & _whole,
    "01/XLD/2021:7": _received & _few & _whole,
    "01/XLD/2021:8": _processed & _whole,
    "01/XLD/2021:10": _eligible & _matter,
    "01/XLD/2021:11": _eligible & _complaint_letters,
    "01/XLD/2021:13": _eligible & _feedback_letters,
    "01/XLD/2021:14": _eligible & _answered & _first & _whole,
    "01/XLD/2021:15": _eligible & _answered & _second & _whole,
    "01/XLD/2021:16": _own & _unanswered & _whole,
    "01/XLD/2021:17": _eligible & ~_own & _unanswered & _whole,
    "01/XLD/2021:19": _own & _complaint_letters,
    "01/XLD/2021:21": _own & _feedback_letters,
    "01/XLD/2021:23": _guided & _whole,
    "01/XLD/2021:24": _forwarded & _whole,
    **_kqgq("2021"),
    **_kqgq("2024"),
}


def letters() -> PetitionQuerySet:
    """Return letters with the days and the way on which counts are built."""
    first_way = _steps(_PROCESSING)
    return Petition.objects.annotate(
        processed_on=Subquery(first_way.values("on")[:1]),
        way=Subquery(first_way.values("verb")[:1]),
        way_reasons=Subquery(first_way.values("reasons")[:1]),
        settled_on=Subquery(_steps(_SETTLING).values("on")[:1]),
        withdrawn_on=Subquery(_steps((Verb.WITHDRAW,)).values("on")[:1]),
    )


def _steps(verbs: Sequence[Verb]) -> QuerySet[Step]:
    return Step.objects.filter(petition=OuterRef("pk"), verb__in=verbs).order_by("seq")


def _totals(where: Where) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        found = letters().filter(where.of(period))
        if unit_ids is not None:
            found = found.filter(unit_id__in=unit_ids)
        grouped = found.order_by().values("unit_id").annotate(rows=Rows("pk"))
        with scope.as_system("a count shows no row to anybody"):
            return {
                unit: Decimal(rows)
                for unit, rows in grouped.values_list("unit_id", "rows")
            }

    return totals


def _records(where: Where) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        seen = Petition.objects.visible_to(viewer).values("pk")
        found = letters().filter(where.of(period), unit_id__in=unit_ids, pk__in=seen)
        order: Combinable = F("received_at").asc()
        rows = found.defer("what", "folded", "request").order_by(order, "pk")
        return [_item(petition) for petition in rows]

    return records


def _item(petition: Petition) -> Item:
    return Item(
        kind="petition",
        title=f"{KINDS[petition.kind]} {petition.number}",
        url=reverse("petitions:case", args=[petition.pk]),
        due=petition.due,
        note=str(STATES[petition.state]),
    )


COUNTS: tuple[Count, ...] = (
    *(Count(key, _totals(where), _records(where)) for key, where in _TABLE.items()),
    *counts_settled.COUNTS,
)
