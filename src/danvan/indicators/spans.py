"""The rows of periods that were used."""

from danvan.core.calendar import periods
from danvan.indicators.models import Period


def used(period: periods.Period) -> Period:
    """Return the row of a period, made when it is used for the first time."""
    row, _made = Period.objects.get_or_create(
        key=period.key,
        defaults={
            "chain": period.chain,
            "kind": period.kind,
            "year": period.year,
            "number": period.number,
            "start": period.start,
            "end": period.end,
        },
    )
    return row
