"""A total and the parts it is split into."""

from dataclasses import dataclass

from danvan.core.checks.closures import Closure
from danvan.core.checks.interval import Interval
from danvan.core.checks.reading import Reading


@dataclass(frozen=True, slots=True)
class Split:
    """A total and its parts, by their places in the list of figures.

    ``closure`` says by what words the parts are all there is, '' when nothing says so;
    ``holds`` whether they make it up. ``other`` is a total near by that they do make up
    when they do not make up this one. The closure "over" says that amounts told after
    "trong đó" come to more than their total. ``loose`` tells that the things added bear
    different names (đơn and vụ việc).
    """

    total: int
    parts: tuple[int, ...]
    closure: Closure
    holds: bool
    other: int | None = None
    loose: bool = False


def sum_of(reading: Reading, members: tuple[int, ...]) -> Interval:
    """Return what the figures ``members`` make together."""
    amount = reading.near[members[0]]
    for other in members[1:]:
        amount = amount + reading.near[other]
    return amount
