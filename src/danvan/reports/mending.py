"""What a corrected version mends of the version before it."""

from collections import Counter
from dataclasses import dataclass

from danvan.accounts.rights import Viewer
from danvan.reports import selectors
from danvan.reports.models import Check, Report
from danvan.reports.selectors import Contents


@dataclass(frozen=True, slots=True)
class Mended:
    """The failing checks of the earlier version: gone, still there; and new ones."""

    earlier: Report
    gone: list[Check]
    left: list[Check]
    new: list[Check]


def of(viewer: Viewer, later: Contents) -> Mended | None:
    """Compare a report with the one it corrects; None where it corrects none."""
    if later.report.corrects_id is None:
        return None
    try:
        earlier = selectors.contents(viewer, later.report.corrects_id)
    except Report.DoesNotExist:
        return None
    gone, left = _apart(_failing(earlier), _failing(later))
    new, _same = _apart(_failing(later), _failing(earlier))
    return Mended(earlier.report, gone, left, new)


def _failing(contents: Contents) -> list[tuple[Check, tuple[str, ...]]]:
    """Return the failures, each with what it is about, wherever it stands.

    Offsets move when a text is mended, so a failure is known again by its rule
    and the numbers it is about, as printed.
    """
    texts = {figure.key: figure.text for figure in contents.figures}
    return [
        (check, (check.rule, check.printed, *(texts.get(k, "") for k in check.figures)))
        for check in contents.checks
        if not check.holds and check.severity != "note"
    ]


def _apart(
    ours: list[tuple[Check, tuple[str, ...]]],
    theirs: list[tuple[Check, tuple[str, ...]]],
) -> tuple[list[Check], list[Check]]:
    """Divide our failures into those that theirs lack and those they share."""
    left = Counter(about for _check, about in theirs)
    alone: list[Check] = []
    shared: list[Check] = []
    for check, about in ours:
        (shared if left[about] > 0 else alone).append(check)
        left[about] -= 1
    return alone, shared
