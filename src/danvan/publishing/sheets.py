"""What communes signed: an approved sheet says more than a value that stands."""

from collections.abc import Collection, Mapping

from django.db.models import Max

from danvan.accounts import scope
from danvan.core.calendar.periods import Period
from danvan.indicators import owing
from danvan.indicators.figures import Figure
from danvan.indicators.models import Action, Line, Step, Submission
from danvan.orgs.models import Kind, Level
from danvan.publishing.models import Edition, FigureKind


def approved(
    units: Collection[int], period: Period
) -> Mapping[tuple[int, str], Figure]:
    """Return what units signed in sheets that are approved, by id and code.

    A figure without a value where the line was left empty: then nothing is published,
    whatever value stands. Two queries. Must run as the system.
    """
    signings = Step.objects.filter(
        submission__unit__in=units,
        submission__period__key=period.key,
        submission__stage__in=owing.APPROVED,
        action=Action.SIGN,
    )
    last = signings.order_by().values("submission").annotate(last=Max("id"))
    lines = Line.objects.filter(step__in=last.values("last"))
    lines = lines.select_related("value", "step__submission").order_by("step")
    return {(row.step.submission.unit_id, row.code): _figure(row) for row in lines}


def unapproved(edition: Edition) -> list[str]:
    """Return the names of communes whose counts stand in no approved sheet; two queries.

    Whoever approves the edition answers for those.
    """
    with scope.as_system("an edition names whose sheets nobody approved"):
        sheets = Submission.objects.filter(
            period=edition.period_id, stage__in=owing.APPROVED
        )
        done = set(sheets.values_list("unit", flat=True))
    counted = edition.figures.filter(
        kind=FigureKind.COUNTED,
        unit__kind=Kind.TERRITORY,
        unit__level=Level.COMMUNE,
    )
    named = counted.order_by("unit__code").values_list("unit", "unit__name").distinct()
    return [name for unit, name in named if unit not in done]


def _figure(line: Line) -> Figure:
    same = line.value is not None and line.value.amount == line.amount
    return Figure(line.amount, "signed", source=line.value if same else None)
