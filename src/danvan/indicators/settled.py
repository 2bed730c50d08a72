"""Numbers that a level above has approved are changed by nobody until it returns them."""

from collections.abc import Collection

from danvan.core.indicators import approval, chains, closing
from danvan.core.indicators.closing import Closure, Window
from danvan.indicators.models import Period, Stage, Submission
from danvan.orgs.models import Unit

_SETTLED = (Stage.APPROVED, Stage.LOCKED)


def closure(unit: Unit, period: Period, codes: Collection[str]) -> Closure | None:
    """Return why what was said by hand of some codes may not change; None: it may.

    One query. Counts go on following their records, and texts say what they say: what
    was signed stands in the lines of the submission, whatever comes after.
    """
    rows = Submission.objects.filter(unit=unit, period=period, stage__in=_SETTLED)
    for row in rows:
        if {*codes} & {*chains.by_id(row.sheet).codes}:
            stage = approval.Stage(row.stage)
            return closing.closed(stage, Window(period.start, None), (), period.end)
    return None
