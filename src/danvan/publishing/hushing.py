"""Words beside a printed figure that would tell what its unit withholds.

A report that prints a commune's complaints may print its denunciations in the same
sentence, and the check of a sum names all its parts. Below the province neither is
shown where it touches a number that is withheld, or one nobody knows the meaning of.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from danvan.core.disclosure import small
from danvan.core.indicators import catalogue
from danvan.orgs.models import Kind, Unit
from danvan.publishing.models import EditionFigure, FigureKind
from danvan.reports.models import Check, Figure, Report

AROUND = 400  # characters on either side that the public may read
_WORDS = "tố cáo"


def level_of(unit: Unit) -> str:
    """Return the level by which a unit withholds: a territory's, or ``body``."""
    return unit.level if unit.kind == Kind.TERRITORY else "body"


def hush(figures: Sequence[EditionFigure]) -> None:
    """Take findings and the leave to quote from figures that touch what is withheld.

    Changes the rows given, saved or not. Three queries. Must run as the system.
    """
    mine = [
        figure
        for figure in figures
        if figure.kind == FigureKind.PRINTED
        and figure.value
        and level_of(figure.unit) not in small.PUBLIC_LEVELS
    ]
    ids = {f.value.origin for f in mine if f.value}
    numbers = _by_report(Figure.objects.filter(report__in=ids))
    checks = _by_report(Check.objects.filter(report__in=ids, holds=False))
    texts = {str(pk): t for pk, t in _texts(ids)}
    for figure in mine:
        at = figure.value.origin if figure.value else ""
        read = numbers.get(at, [])
        if not _may_tell(figure, checks.get(at, []), read):
            figure.finding = {}
        figure.quoted = _may_quote(figure, read, texts.get(at, ""))


def _by_report(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(str(row.report_id), []).append(row)
    return found


def _texts(ids: Iterable[str]) -> Iterable[tuple[object, str]]:
    return Report.objects.filter(pk__in=ids).values_list("pk", "text")


def _may_tell(
    figure: EditionFigure, checks: Iterable[Check], read: Iterable[Figure]
) -> bool:
    said = figure.finding.get("vi")
    keys = {k for c in checks if c.message_vi == said for k in c.figures}
    return not any(_tells(figure.unit, one) for one in read if one.key in keys)


def _may_quote(figure: EditionFigure, read: Iterable[Figure], text: str) -> bool:
    if figure.start is None or figure.end is None:
        return False
    first, last = max(0, figure.start - AROUND), figure.end + AROUND
    if _WORDS in unicodedata.normalize("NFC", text[first:last]).casefold():
        return False
    near = (one for one in read if one.start < last and one.end > first)
    return not any(_tells(figure.unit, one) for one in near)


def _tells(unit: Unit, number: Figure) -> bool:
    known = number.indicator in catalogue.known()
    return not known or bool(small.withheld(level_of(unit), [number.indicator]))
