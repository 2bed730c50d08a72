"""By what letters are counted: conditions that depend on the period.

A letter is *processed* by the first step that says what becomes of it, and *settled*
by its answer. One that is refused, or explained to be settled, is processed and not
among those in order. Kind, field, competent body and unit are as known when counting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from danvan.core.calendar.periods import Period
from danvan.core.casework.classify import Body
from danvan.core.casework.workflow import Kind
from danvan.core.casework.workflow import Step as Verb
from danvan.petitions.matters import Link, LinkKind
from danvan.petitions.models import (
    Condition,
    Field,
    Instance,
    Petition,
    PetitionQuerySet,
    Step,
)

# The first of these says what becomes of a letter.
_PROCESSING = (
    *(Verb.ACCEPT, Verb.GUIDE, Verb.TRANSFER, Verb.FILE, Verb.ANSWER, Verb.WITHDRAW),
    *(Verb.TERMINATE, Verb.REFUSE, Verb.RETURN, Verb.DEMAND, Verb.EXPLAIN),
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


def always(**lookups: Any) -> Where:
    return Where(lambda _period: Q(**lookups))


def _open_at_start(day_field: str) -> Where:
    return Where(
        lambda period: (
            Q(**{f"{day_field}__isnull": True})
            | Q(**{f"{day_field}__gte": period.start})
        )
    )


def in_period(day_field: str) -> Where:
    return Where(
        lambda period: Q(**{f"{day_field}__range": (period.start, period.end)})
    )


before = Where(lambda period: Q(received_on__lt=period.start))
received = in_period("received_on")
carried = before & _open_at_start("processed_on")
processed = in_period("processed_on")
open_at_end = Where(
    lambda period: (
        Q(received_on__lte=period.end)
        & (Q(processed_on__isnull=True) | Q(processed_on__gt=period.end))
    )
)
answered = Where(lambda period: Q(settled_on__lte=period.end))
# A negated comparison with an empty date is neither true nor false in SQL.
unanswered = Where(
    lambda period: Q(settled_on__isnull=True) | Q(settled_on__gt=period.end)
)

_OWN_WAYS = (Verb.ACCEPT, Verb.ANSWER)
in_order = ~always(condition=Condition.INELIGIBLE)
own = processed & in_order & always(way__in=_OWN_WAYS)
# To return a letter to its forwarder is to guide: the forms know no other column.
_GUIDING = (Verb.GUIDE, Verb.RETURN)
guided = processed & in_order & always(way__in=_GUIDING, way_reasons=[])
forwarded = processed & in_order & always(way=Verb.TRANSFER)
urged = processed & in_order & always(way=Verb.DEMAND)
eligible = own | guided | forwarded | urged

complaint = always(kind=Kind.COMPLAINT)
feedback = always(kind=Kind.FEEDBACK)
second = always(instance=Instance.SECOND)
first = ~second
many = always(people__gte=5)  # Circular 07/2014, article 6.4b
one = always(people=1)
few = ~many & ~one
policy = always(field__in=[Field.SOCIAL, Field.HEALTH, Field.EDUCATION])
land = always(field__in=[Field.LAND, Field.BUILDING])
justice = always(body=Body.JUSTICE)
party = always(body=Body.POLITICAL)
administration = ~justice & ~party
other_field = ~policy & ~land

_part = Exists(Link.objects.filter(petition=OuterRef("pk"), kind=LinkKind.PART))
whole = Where(lambda _period: ~Q(_part))
settling_own = always(way__in=_OWN_WAYS) & in_order
to_settle_before = (
    Where(lambda period: Q(processed_on__lt=period.start))
    & _open_at_start("settled_on")
    & _open_at_start("withdrawn_on")
)
to_settle_new = processed


def _earlier_of_matter(period: Period) -> Q:
    """Whether an earlier letter of the same matter is counted in the period already."""
    others = letters().filter(
        eligible.of(period),
        matter=OuterRef("matter"),
        unit=OuterRef("unit"),
        kind=OuterRef("kind"),
    )
    earlier = Q(received_at__lt=OuterRef("received_at")) | Q(
        received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")
    )
    return Q(matter__isnull=False) & Q(Exists(others.filter(earlier)))


by_matter = ~Where(_earlier_of_matter)
complaints = eligible & complaint & by_matter
others = eligible & feedback & by_matter
complaint_letters = complaint & whole
feedback_letters = feedback & whole


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
