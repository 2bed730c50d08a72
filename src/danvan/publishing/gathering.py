"""What of the values of a place goes into an edition, with where each comes from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.calendar.periods import Period
from danvan.core.indicators import catalogue
from danvan.indicators import comparing, spans, standing, tree
from danvan.indicators import figures as figure_of
from danvan.indicators.models import Period as PeriodRow
from danvan.indicators.models import Provenance, Value
from danvan.indicators.origins import report_ids
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Unit, UnitChange
from danvan.publishing import disclosing, hushing, sheets
from danvan.publishing.disclosing import Shown
from danvan.publishing.models import Edition, EditionFigure, FigureKind, OpenSource
from danvan.reports.models import Check, Figure, Report

# What a reader sees of a figure; the row of the value behind it may change unseen.
_SAYS = (
    *("printed", "amount", "bound", "kind", "was"),
    *("source", "sha256", "start", "end", "finding", "quoted"),
)


@dataclass(frozen=True, slots=True)
class _Source:
    """A figure in a report: its words, its place and what the check of it says."""

    printed: str
    report: Report
    start: int | None
    end: int | None
    finding: Mapping[str, str]


def figures(edition: Edition, period: Period) -> list[EditionFigure]:
    """Return the figures an edition of the place and period has today, not saved.

    Reads the values of the place, of what it was made from and of all that stood in
    them on the period's last day; a place's are what it signed, printed, or what its
    units come to. Must run as the system: reports belong to the units that received
    them.
    """
    units = _units(edition.place, period)
    opened = _opened(edition.place)
    printed = disclosing.shown(units, _told(units, period), opened)
    sources = _sources([s.value for s in printed if s.value and not s.own])
    row, was = spans.used(period), _before(edition.corrects)
    found = [_figure(edition, row, s, sources, was) for s in printed]
    hushing.hush(found)
    return found


def differing(
    before: Iterable[EditionFigure], after: Iterable[EditionFigure]
) -> tuple[tuple[str, str], ...]:
    """Return (unit's name, code) of what two gatherings of figures say differently."""
    old, new = _said(before), _said(after)
    cells = sorted(c for c in {*old, *new} if old.get(c) != new.get(c))
    return tuple((name, code) for _unit, name, code in cells)


def _said(figures: Iterable[EditionFigure]) -> dict[tuple[str, str, str], object]:
    return {
        (f.unit.code, f.unit.name, f.code): tuple(getattr(f, k) for k in _SAYS)
        for f in figures
    }


def _told(
    units: Sequence[Unit], period: Period
) -> Mapping[tuple[int, str], figure_of.Figure]:
    """Return the figures of units by id and code: those one stands behind, and sums."""
    cells = standing.cells(
        [u.pk for u in units if not tree.is_whole(u)], [period], catalogue.known()
    )
    told = {
        (unit, code): figure_of.Figure(cell.chosen.amount, source=cell.chosen)
        for (unit, _key, code), cell in cells.items()
        if cell.chosen
    }
    told |= sheets.approved([u.pk for u in units if not tree.is_whole(u)], period)
    rules = comparing.rules_for(catalogue.known())
    for place in filter(tree.is_whole, units):
        told |= {
            (place.pk, code): figure
            for code, figure in figure_of.of(place, period, rules).items()
            # A sum that misses units is no number of the place.
            if figure.source or (figure.complete and catalogue.of(code).adds_up)
        }
    return told


def written(amount: Decimal | None) -> str:
    """Write a number as print in Viet Nam does, whoever reads it: 1.945,5.

    >>> written(Decimal("1945.500000"))
    '1.945,5'
    """
    plain = f"{(amount or Decimal(0)).normalize():,f}"
    return plain.translate(str.maketrans(",.", ".,"))


def _figure(
    edition: Edition,
    period: PeriodRow,
    shown: Shown,
    sources: Mapping[int, _Source],
    was: Mapping[tuple[int, str], str],
) -> EditionFigure:
    value = shown.value
    source = sources.get(value.pk) if value and not shown.own else None
    text = source.printed if source else written(shown.amount)
    before = was.get((shown.unit.pk, shown.code), "")
    return EditionFigure(
        edition=edition,
        unit=shown.unit,
        period=period,
        code=shown.code,
        printed=text,
        amount=shown.amount,
        bound=value.bound if value and source else "",
        kind=FigureKind.PRINTED if source else FigureKind.COUNTED,
        value=value,
        was=before if before != text else "",
        source=source.report.name if source else "",
        sha256=source.report.sha256 if source else "",
        start=source.start if source else None,
        end=source.end if source else None,
        finding=dict(source.finding) if source else {},
    )


def _units(place: Unit, period: Period) -> list[Unit]:
    """Return the place, what became of which it is, and all that stood in them then."""
    before = UnitChange.objects.filter(to_unit=place).values("from_unit")
    former = Unit.objects.filter(pk__in=before, level=place.level)
    roots = [place, *former.as_of(period.end)]
    below = [u for root in roots for u in orgs.descendants(root, period.end)]
    return list({unit.pk: unit for unit in [*roots, *below]}.values())


def _opened(place: Unit) -> Collection[str]:
    """Return the ids of reports of which a person says that they are published."""
    marked = OpenSource.objects.filter(unit=place, published=True).values("sha256")
    ids = Report.objects.filter(sha256__in=marked).values_list("pk", flat=True)
    return {str(pk) for pk in ids}


def _before(corrected: Edition | None) -> dict[tuple[int, str], str]:
    if corrected is None:
        return {}
    return {(f.unit_id, f.code): f.printed for f in corrected.figures.all()}


def _sources(values: Sequence[Value]) -> dict[int, _Source]:
    """Return, by the value's id, where it was read; three queries."""
    reported = [v for v in values if v.provenance == Provenance.REPORTED]
    ids = report_ids(v.origin for v in reported)
    reports = {str(r.pk): r for r in Report.objects.filter(pk__in=ids)}
    keys = {(v.origin, v.evidence.get("figure", "")) for v in reported}
    found = Figure.objects.filter(report__in=ids, key__in={key for _id, key in keys})
    read = {(str(f.report_id), f.key): f for f in found}
    said = _findings(ids)
    return {
        value.pk: _source(value, reports[value.origin], read, said)
        for value in reported
        if value.origin in reports
    }


def _source(
    value: Value,
    report: Report,
    read: Mapping[tuple[str, str], Figure],
    said: Mapping[tuple[str, str], Check],
) -> _Source:
    at = (value.origin, value.evidence.get("figure", ""))
    figure, check = read.get(at), said.get(at)
    text = figure.text if figure else written(value.amount)
    finding = {"vi": check.message_vi, "en": check.message_en} if check else {}
    start = figure.start if figure else value.evidence.get("start")
    end = figure.end if figure else value.evidence.get("end")
    return _Source(text, report, start, end, finding)


def _findings(report_ids: Collection[str]) -> dict[tuple[str, str], Check]:
    """Return the failing check of each figure, the gravest of several."""
    failing = Check.objects.filter(report__in=report_ids, holds=False)
    grave = {"note": 0, "warning": 1, "error": 2}
    return {
        (str(check.report_id), key): check
        for check in sorted(failing, key=lambda c: grave.get(c.severity, 0))
        for key in check.figures
    }
