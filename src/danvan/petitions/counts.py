"""What petitions count for the statutory forms: a column is one line of `_TABLE`.

By what letters are counted stands in `counting`. Denunciations are counted by the
vault, which alone knows of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import F
from django.db.models.expressions import Combinable
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.desk import Item
from danvan.core.rollup.count import Count, noughts
from danvan.petitions import counting as c
from danvan.petitions import counts_indicators, counts_replies, counts_settled
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.models import Petition


def _kqgq(regime: str) -> dict[str, c.Where]:
    """Return the columns of 01/KQGQ, the same in both regimes."""
    own = c.complaint & c.settling_own
    return {
        f"01/KQGQ/{regime}:2": own & c.to_settle_before & c.whole,
        f"01/KQGQ/{regime}:3": own & c.to_settle_new & c.whole,
        f"01/KQGQ/{regime}:4": own & (c.to_settle_before | c.to_settle_new),
        f"01/KQGQ/{regime}:6": own & c.in_period("withdrawn_on"),
    }


# A column is one line. What stands nowhere here has no source: the compiler enters it.
_TABLE: Mapping[str, c.Where] = {
    "01/XLD/2024:2": c.carried & c.whole,
    "01/XLD/2024:3": c.received & c.whole,
    "01/XLD/2024:4": c.processed & c.whole,
    "01/XLD/2024:5": c.open_at_end & c.whole,
    "01/XLD/2024:7": c.eligible & c.by_matter,
    "01/XLD/2024:8": c.eligible & c.complaint_letters,
    "01/XLD/2024:10": c.eligible & c.feedback_letters,
    "01/XLD/2024:11": c.eligible & c.answered & c.first & c.whole,
    "01/XLD/2024:12": c.eligible & c.answered & c.second & c.whole,
    "01/XLD/2024:13": c.eligible & c.unanswered & c.whole,
    "01/XLD/2024:15": c.own & c.complaint_letters,
    "01/XLD/2024:17": c.own & c.feedback_letters,
    "01/XLD/2024:19": c.guided & c.whole,
    "01/XLD/2024:20": c.forwarded & c.whole,
    "01/XLD/2024:21": c.urged & c.whole,
    "02/XLD/2024:2": c.carried & c.complaint_letters,
    "02/XLD/2024:3": c.received & c.complaint_letters,
    "02/XLD/2024:5": c.processed & c.before & c.complaint_letters,
    "02/XLD/2024:6": c.processed & c.received & c.complaint_letters,
    "02/XLD/2024:7": c.eligible & c.complaint_letters,
    "02/XLD/2024:8": c.complaints,
    "02/XLD/2024:10": c.complaints & c.administration & c.policy,
    "02/XLD/2024:11": c.complaints & c.administration & c.land,
    "02/XLD/2024:12": c.complaints & c.administration & c.other_field,
    "02/XLD/2024:13": c.complaints & c.justice,
    "02/XLD/2024:14": c.complaints & c.party,
    "02/XLD/2024:16": c.complaints & c.answered & c.first,
    "02/XLD/2024:17": c.complaints & c.answered & c.second,
    "02/XLD/2024:19": c.complaints & c.unanswered,
    "02/XLD/2024:21": c.complaints & c.own & c.first,
    "02/XLD/2024:22": c.complaints & c.own & c.second,
    "02/XLD/2024:24": c.complaints & ~c.own & ~c.urged,
    "02/XLD/2024:25": c.complaints & c.urged,
    "04/XLD/2024:2": c.carried & c.feedback_letters,
    "04/XLD/2024:3": c.received & c.feedback_letters,
    "04/XLD/2024:5": c.processed & c.before & c.feedback_letters,
    "04/XLD/2024:6": c.processed & c.received & c.feedback_letters,
    "04/XLD/2024:7": c.eligible & c.feedback_letters,
    "04/XLD/2024:9": c.others & ~c.justice & c.policy,
    "04/XLD/2024:10": c.others & ~c.justice & c.land,
    "04/XLD/2024:11": c.others & c.justice,
    "04/XLD/2024:12": c.others & ~c.justice & c.other_field,
    "04/XLD/2024:13": c.others & c.answered,
    "04/XLD/2024:14": c.others & c.unanswered,
    "04/XLD/2024:15": c.others & c.own,
    "04/XLD/2024:17": c.others & ~c.own & ~c.urged,
    "04/XLD/2024:18": c.others & c.urged,
    "04/XLD/2024:19": c.others & c.own & c.answered,
    "04/XLD/2024:20": c.others & c.own & c.unanswered,
    "01/XLD/2021:2": c.carried & c.many & c.whole,
    "01/XLD/2021:3": c.carried & c.one & c.whole,
    "01/XLD/2021:4": c.carried & c.few & c.whole,
    "01/XLD/2021:5": c.received & c.many & c.whole,
    "01/XLD/2021:6": c.received & c.one & c.whole,
    "01/XLD/2021:7": c.received & c.few & c.whole,
    "01/XLD/2021:8": c.processed & c.whole,
    "01/XLD/2021:10": c.eligible & c.by_matter,
    "01/XLD/2021:11": c.eligible & c.complaint_letters,
    "01/XLD/2021:13": c.eligible & c.feedback_letters,
    "01/XLD/2021:14": c.eligible & c.answered & c.first & c.whole,
    "01/XLD/2021:15": c.eligible & c.answered & c.second & c.whole,
    "01/XLD/2021:16": c.own & c.unanswered & c.whole,
    "01/XLD/2021:17": c.eligible & ~c.own & c.unanswered & c.whole,
    "01/XLD/2021:19": c.own & c.complaint_letters,
    "01/XLD/2021:21": c.own & c.feedback_letters,
    "01/XLD/2021:23": c.guided & c.whole,
    "01/XLD/2021:24": c.forwarded & c.whole,
    "01/XLD/2021:25": c.urged & c.whole,
    "02/XLD/2021:2": c.carried & c.many & c.complaint_letters,
    "02/XLD/2021:3": c.carried & ~c.many & c.complaint_letters,
    "02/XLD/2021:4": c.received & c.many & c.complaint_letters,
    "02/XLD/2021:5": c.received & ~c.many & c.complaint_letters,
    "02/XLD/2021:7": c.processed & c.before & c.complaint_letters,
    "02/XLD/2021:8": c.processed & c.received & c.complaint_letters,
    "02/XLD/2021:9": c.eligible & c.complaint_letters,
    "02/XLD/2021:11": c.complaints & c.administration,
    "02/XLD/2021:12": c.complaints & c.administration & c.policy,
    "02/XLD/2021:13": c.complaints & c.administration & c.land,
    "02/XLD/2021:14": c.complaints & c.administration & c.other_field,
    "02/XLD/2021:15": c.complaints & c.justice,
    "02/XLD/2021:16": c.complaints & c.party,
    "02/XLD/2021:18": c.complaints & c.answered & c.first,
    "02/XLD/2021:19": c.complaints & c.answered & c.second,
    "02/XLD/2021:21": c.complaints & c.own & c.unanswered,
    "02/XLD/2021:22": c.complaints & ~c.own & c.unanswered,
    "02/XLD/2021:24": c.complaints & c.own & c.first,
    "02/XLD/2021:25": c.complaints & c.own & c.second,
    "02/XLD/2021:27": c.complaints & c.guided,
    "02/XLD/2021:28": c.complaints & c.forwarded,
    "02/XLD/2021:29": c.complaints & c.urged,
    "04/XLD/2021:2": c.carried & c.many & c.feedback_letters,
    "04/XLD/2021:3": c.carried & c.one & c.feedback_letters,
    "04/XLD/2021:4": c.carried & c.few & c.feedback_letters,
    "04/XLD/2021:5": c.received & c.many & c.feedback_letters,
    "04/XLD/2021:6": c.received & c.one & c.feedback_letters,
    "04/XLD/2021:7": c.received & c.few & c.feedback_letters,
    "04/XLD/2021:9": c.processed & c.before & c.feedback_letters,
    "04/XLD/2021:10": c.processed & c.received & c.feedback_letters,
    "04/XLD/2021:11": c.eligible & c.feedback_letters,
    "04/XLD/2021:13": c.others & ~c.justice & c.policy,
    "04/XLD/2021:14": c.others & ~c.justice & c.land,
    "04/XLD/2021:15": c.others & c.justice,
    "04/XLD/2021:16": c.others & ~c.justice & c.other_field,
    "04/XLD/2021:17": c.others & c.answered,
    "04/XLD/2021:18": c.others & c.own & c.unanswered,
    "04/XLD/2021:19": c.others & ~c.own & c.unanswered,
    "04/XLD/2021:20": c.others & c.own,
    "04/XLD/2021:22": c.others & ~c.own & ~c.urged,
    "04/XLD/2021:23": c.others & c.urged,
    **_kqgq("2021"),
    **_kqgq("2024"),
}


def _totals(where: c.Where) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        found = c.letters().filter(where.of(period))
        if unit_ids is not None:
            found = found.filter(unit_id__in=unit_ids)
        grouped = found.order_by().values("unit_id").annotate(rows=Rows("pk"))
        with scope.as_system("a count shows no row to anybody"):
            return {
                unit: Decimal(rows)
                for unit, rows in grouped.values_list("unit_id", "rows")
            }

    return totals


def _records(where: c.Where) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        seen = Petition.objects.visible_to(viewer).values("pk")
        found = c.letters().filter(where.of(period), unit_id__in=unit_ids, pk__in=seen)
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
    *(
        Count(key, noughts(_totals(where)), _records(where))
        for key, where in counts_indicators.TABLE.items()
    ),
    *counts_replies.COUNTS,
    *counts_settled.COUNTS,
)
