"""A series of numbers of our own, where the setting PAPER_SERIES asks for it.

Per unit and year, from 01, without a gap: the row of the series is locked until
the paper that takes the number is stored, or neither is.
"""

from django.conf import settings
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast

from danvan.orgs.models import Unit
from danvan.papers.models import Paper, Series


class SeriesNotKept(ValueError):
    """The clerical office gives the numbers here."""


def next_number(*, unit: Unit, year: int) -> int:
    """Return the unit's next number of that year, in the caller's transaction.

    Begins after the highest number already written down. Raises SeriesNotKept.
    """
    if not settings.PAPER_SERIES:
        raise SeriesNotKept
    Series.objects.bulk_create([Series(unit=unit, year=year)], ignore_conflicts=True)
    series = Series.objects.select_for_update().get(unit=unit, year=year)
    if not series.last:
        series.last = _highest(unit, year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _highest(unit: Unit, year: int) -> int:
    given = Paper.objects.filter(
        unit=unit, date__year=year, number__regex=r"^[0-9]+$"
    ).aggregate(highest=Max(Cast("number", IntegerField())))
    return given["highest"] or 0
