"""What people speak of, by subject and place: issues, never people.

A number is shown only where at least five sources stand behind it, and as the multiple
of five it reaches; sums are of what is shown. So neither a sum, nor another sheet over
a longer or shorter time, gives a smaller number away by subtraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class Issue:
    """How many sources speak of a subject in a place, through one channel.

    All but ``sources`` are codes or names; no text of anybody.
    """

    place: str
    channel: str
    subject: str
    sources: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The issues that may be shown, the most spoken of first, and sums of these."""

    issues: tuple[Issue, ...]
    by_channel: Mapping[str, int]
    by_place: Mapping[str, int]


def sheet(issues: Iterable[Issue]) -> Sheet:
    """Return what of ``issues`` may be shown.

    >>> sheet([Issue("A", "letters", "land", 13), Issue("A", "letters", "health", 4)]).by_place
    {'A': 10}
    """
    kept = [
        Issue(one.place, one.channel, one.subject, one.sources // LEAST * LEAST)
        for one in issues
        if one.sources >= LEAST
    ]
    kept.sort(key=lambda i: (-i.sources, i.place, i.channel, i.subject))
    return Sheet(
        issues=tuple(kept),
        by_channel=_sums((i.channel, i.sources) for i in kept),
        by_place=_sums((i.place, i.sources) for i in kept),
    )


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, number in pairs:
        found[key] = found.get(key, 0) + number
    return found
