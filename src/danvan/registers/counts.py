"""What the books count: one count for each number that a kind of book feeds.

Entries that stand count by the feeds of the edition of their day. Several books may
feed one indicator; their numbers are added.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.desk import Item
from danvan.core.registers import load
from danvan.core.registers.kind import Kind
from danvan.core.rollup.count import Count
from danvan.registers import reach, tally
from danvan.registers.labels import say
from danvan.registers.models import Entry
from danvan.registers.tally import Span


def _totals(kind: Kind, name: str) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        span = Span(period.start, period.end, unit_ids)
        with scope.as_system("a count shows no line to anybody"):
            return tally.totals(kind, [name], span)[name]

    return totals


def _records(kind: Kind, name: str) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        mine = reach.units(viewer) & set(unit_ids)
        rows = tally.behind(kind, name, Span(period.start, period.end, mine))
        ordered = rows.select_related("unit").order_by("day", "made_at", "row", "pk")
        return [item(kind, entry) for entry in ordered]

    return records


def item(kind: Kind, entry: Entry) -> Item:
    """Return a line as a desk and a list of records show it."""
    return Item(
        kind="register",
        title=_("%(book)s, %(day)s")
        % {"book": say(kind.name), "day": f"{entry.day:%d/%m/%Y}"},
        url=reverse("registers:entry", args=[entry.pk]),
        due=None,
        note=entry.unit.name,
    )


COUNTS: tuple[Count, ...] = tuple(
    Count(name, _totals(kind, name), _records(kind, name))
    for kind in load.known().values()
    for name in kind.feeds
)
