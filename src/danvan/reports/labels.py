"""Words and numbers of the page of a report, in the reader's language."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.reports.marking import State


def rule_name(rule: str) -> str:
    """Say in the reader's language what a rule looks at."""
    names = {
        "sum": pgettext("rule", "Sum"),
        "ratio": pgettext("rule", "Ratio"),
        "difference": pgettext("rule", "Difference"),
        "count": pgettext("rule", "Count"),
        "consistency": pgettext("rule", "Consistency"),
        "date": pgettext("rule", "Date"),
        "unit": pgettext("rule", "Unit of measure"),
        "format": pgettext("rule", "Way of writing"),
    }
    return names.get(rule, rule)


def state_name(state: State) -> str:
    """Say in the reader's language what a state means."""
    return {
        State.ERROR: _("Does not add up"),
        State.WARNING: _("Look again"),
        State.NOTE: _("Note"),
        State.HOLDS: _("Adds up"),
        State.UNCHECKED: _("Not checked"),
    }[state]


def decimal_shown(value: str, places: int | None = None) -> str:
    """Write a decimal string as Vietnamese reports do; other strings as they are.

    ``places`` is the most digits that are kept after the comma.

    >>> decimal_shown("1945"), decimal_shown("82.044908", 2), decimal_shown("a 1")
    ('1.945', '82,04', 'a 1')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    if places is not None and digits_after_comma(value) > places:
        number = round(number, places)
    return f"{number:,f}".translate(_SWAP)


def digits_after_comma(value: str) -> int:
    """Return how many digits a decimal string has after the point."""
    return len(value.partition(".")[2])


_SWAP = str.maketrans(",.", ".,")
