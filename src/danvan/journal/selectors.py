"""What the auditor reads."""

from collections.abc import Collection
from dataclasses import dataclass

from danvan.journal.models import Chain, Entry, EntryQuerySet


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; an empty value asks for everything."""

    chain: str = ""
    action: str = ""
    record: str = ""
    actor: str = ""


def entries(chains: Collection[str], wanted: Filter) -> EntryQuerySet:
    """Return the lines of ``chains`` that match, the latest first.

    Which chains a viewer may read is said by `accounts.selectors.chains`: the
    journal stands below accounts and knows no viewers.
    """
    lines = Entry.objects.visible_in(chains)
    if wanted.chain:
        lines = lines.filter(chain=wanted.chain)
    if wanted.action:
        lines = lines.filter(action__startswith=wanted.action)
    if wanted.record:
        lines = lines.filter(record__endswith=wanted.record)
    if wanted.actor:
        lines = lines.filter(actor_id=wanted.actor)
    return lines.order_by("-at", "-seq")


def lengths(chains: Collection[str]) -> dict[str, int]:
    """Return the number of lines of each of ``chains`` that has any."""
    rows = Chain.objects.filter(code__in=chains, seq__gt=0).order_by("code")
    return dict(rows.values_list("code", "seq"))
