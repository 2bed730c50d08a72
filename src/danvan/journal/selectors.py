"""What the journal's readers read."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from danvan.journal.models import SEALED, Chain, Entry, EntryQuerySet, sealed_chain


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; an empty value asks for everything."""

    chain: str = ""
    action: str = ""
    record: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one reader may see; said by `accounts.selectors.reach`.

    ``chains``: read whole but for sealed cases. ``sealed``: the codes of the
    units of whose sealed cases he may know.
    """

    chains: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()

    def may_check(self) -> frozenset[str]:
        """Return the chains he may have checked from end to end."""
        return self.chains | {sealed_chain(code) for code in self.sealed}


def entries(reach: Reach, wanted: Filter) -> EntryQuerySet:
    """Return the lines within reach that match, the latest first."""
    lines = Entry.objects.visible_in(reach.chains, sealed=reach.sealed)
    if wanted.chain:
        lines = lines.filter(chain=wanted.chain)
    if wanted.action:
        lines = lines.filter(action__startswith=wanted.action)
    if wanted.record:
        lines = lines.filter(record__endswith=wanted.record)
    if wanted.actor:
        lines = lines.filter(actor_id=wanted.actor)
    return lines.order_by("-at", "-seq")


def lengths(reach: Reach) -> dict[str, int]:
    """Return the number of lines he sees of each chain that he may have checked.

    Two queries. What he may not see is not counted either.
    """
    codes = reach.may_check()
    rows = Chain.objects.filter(code__in=codes, seq__gt=0).order_by("code")
    hidden = _hidden(reach.chains - reach.sealed)
    seen = {
        code: seq - hidden.get(code, 0) for code, seq in rows.values_list("code", "seq")
    }
    return {code: count for code, count in seen.items() if count}


def _hidden(chains: Collection[str]) -> dict[str, int]:
    lines = Entry.objects.filter(SEALED, chain__in=chains)
    return dict(lines.order_by().values_list("chain").annotate(Count("pk")))
