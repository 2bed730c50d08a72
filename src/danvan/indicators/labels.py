"""Words and numbers of statutory forms, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from danvan.core.calendar.periods import Kind, Period
from danvan.core.forms.form import UNITS, Words
from danvan.indicators.models import Part, Source, State

STATES: Mapping[str, tuple[Promise | str, str]] = {
    "": (pgettext_lazy("form", "Not begun"), "grey"),
    State.DRAFT: (pgettext_lazy("form", "Draft"), "yellow"),
    State.SIGNED: (pgettext_lazy("form", "Signed"), "blue"),
    State.SENT: (pgettext_lazy("form", "Sent"), "green"),
}
SOURCES: Mapping[str, Promise | str] = {
    Source.COUNTED: pgettext_lazy("figure", "Counted"),
    Source.ENTERED: pgettext_lazy("figure", "Entered"),
    Source.NOTHING: gettext_lazy("Nothing to report"),
    Source.SUMMED: pgettext_lazy("figure", "Added up"),
    "derived": pgettext_lazy("figure", "Worked out"),
    "none": pgettext_lazy("figure", "No source yet"),
}
SEVERITIES: Mapping[str, Promise | str] = {
    "error": gettext_lazy("Does not add up"),
    "warning": gettext_lazy("Look again"),
    "note": gettext_lazy("Note"),
}
PARTS: Mapping[str, Promise | str] = {
    Part.OWN: gettext_lazy("Of the unit itself"),
    Part.SUM: gettext_lazy("Added up over the units"),
}
_ROMAN = ("", "I", "II", "III", "IV")


def language() -> str:
    """Return the language of the reader as forms are kept: vi or en."""
    return "en" if get_language() == "en" else "vi"


def say(words: Words) -> str:
    """Return the words in the reader's language."""
    return words[language()]


def unit_of_measure(code: str) -> str:
    """Return what a column counts, as a heading has it."""
    return say(UNITS[code])


def period_name(period: Period) -> str:
    """Return how people call a period: Quý III/2026, 6 tháng năm 2026."""
    values = {
        "year": period.year,
        "n": period.number,
        "roman": _ROMAN[period.number] if period.kind == Kind.QUARTER else "",
    }
    return {
        Kind.MONTH: _("Month %(n)s/%(year)s"),
        Kind.QUARTER: _("Quarter %(roman)s/%(year)s"),
        Kind.HALF_YEAR: _("Six months of %(year)s"),
        Kind.NINE_MONTHS: _("Nine months of %(year)s"),
        Kind.YEAR: _("Year %(year)s"),
    }[period.kind] % values


def period_days(period: Period) -> str:
    """Return the line a sheet has under its title."""
    return _("Figures from %(start)s to %(end)s") % {
        "start": f"{period.start:%d/%m/%Y}",
        "end": f"{period.end:%d/%m/%Y}",
    }


def shown(value: Decimal | None, *, signed: bool = False) -> str:
    """Write a number of a form in the reader's marks; nothing for an empty one.

    >>> shown(Decimal("1945.5000"))
    '1.945,5'
    """
    if value is None:
        return ""
    plain = f"{value:+,f}" if signed else f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    plain = plain.replace("-", "−")
    return plain if language() == "en" else plain.translate(_SWAP)


_SWAP = str.maketrans(",.", ".,")
