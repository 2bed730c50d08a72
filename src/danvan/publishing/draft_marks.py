"""What is wrong with a figure of a draft, and what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from danvan.core.drafting.build import LATE
from danvan.core.drafting.facts import Fact, Facts
from danvan.core.drafting.phrase import Aspect
from danvan.core.drafting.retell import Told, told
from danvan.publishing.models import Link, LinkState


class Trouble(StrEnum):
    """Why a figure of the text is marked."""

    NONE = ""
    CHANGED = "changed"  # another number than its record's was typed
    STALE = "stale"  # its record says another number by now
    GONE = "gone"  # its record is no more
    MISSING = "missing"  # of last year, and this period has none


@dataclass(frozen=True, slots=True)
class Mark:
    """A linked figure, what troubles it, and what its record says today."""

    link: Link
    trouble: Trouble
    now: Told | None

    @property
    def settled(self) -> bool:
        """Say whether nothing needs to be done about it."""
        return self.trouble == Trouble.NONE


def now_of(fact: Fact | None, aspect: str) -> Told | None:
    """Return what a record says of an aspect today, None where it says nothing."""
    return told(fact, cast("Aspect", aspect)) if fact else None


def marks(links: Iterable[Link], facts: Facts) -> list[Mark]:
    """Return every link with what troubles it."""
    return [_mark(link, facts) for link in links]


def _mark(link: Link, facts: Mapping[str, Fact]) -> Mark:
    now = now_of(facts.get(link.code), link.aspect)
    return Mark(link, _trouble(link, now), now)


def _trouble(link: Link, now: Told | None) -> Trouble:
    if link.state == LinkState.LOOSE:
        return Trouble.NONE
    if link.state == LinkState.MISSING:
        return Trouble.MISSING
    if link.state == LinkState.CHANGED:
        return Trouble.CHANGED
    if link.code == LATE:
        return Trouble.NONE
    if now is None:
        return Trouble.GONE
    return Trouble.NONE if now.amount == link.amount else Trouble.STALE
