"""When and where: the period and the unit of government each figure speaks of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danvan.core.figures.figure import Figure
from danvan.core.figures.mention import Mention, Nearest
from danvan.core.figures.org import find_orgs
from danvan.core.figures.period import find_periods
from danvan.core.text.normalise import Normal
from danvan.core.text.span import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """The ``period`` as `figures.period` writes it; ``org`` as the text prints it."""

    period: str | None
    org: str | None


def settings(
    normal: Normal, figures: Sequence[Figure], taken: Iterable[Span] = ()
) -> list[Setting]:
    """Return the setting of each figure, told by its sentence, paragraph or heading.

    ``taken`` are the citations, in the document's text: their dates and issuers are
    theirs. Costs one pass over the text and a look-up for each figure.
    """
    closed = [Span(normal.position(s.start), normal.position(s.end)) for s in taken]
    periods = Nearest(normal.text, _outside(find_periods(normal.lower), closed))
    orgs = Nearest(normal.text, _outside(find_orgs(normal.text), closed))
    return [Setting(periods.of(f.spot.start), orgs.of(f.spot.start)) for f in figures]


def _outside(mentions: Iterable[Mention], taken: Sequence[Span]) -> list[Mention]:
    """Leave out what stands in one of ``taken``; both are in order."""
    kept, at = [], 0
    for mention in mentions:
        while at < len(taken) and taken[at].end <= mention.span.start:
            at += 1
        if at == len(taken) or mention.span.end <= taken[at].start:
            kept.append(mention)
    return kept
