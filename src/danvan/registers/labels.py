"""The words on screen for the codes of the room."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.calendar.periods import Kind as Length
from danvan.core.calendar.periods import Period
from danvan.core.registers.kind import GROUPS
from danvan.core.registers.read import Problem
from danvan.core.registers.words import shown
from danvan.registers.models import Source

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "_StrPromise"]

SOURCES: Words = {
    Source.FORM: pgettext_lazy("line of a book", "Typed in"),
    Source.OFFLINE: pgettext_lazy("line of a book", "Kept on a device, sent later"),
    Source.IMPORT: pgettext_lazy("line of a book", "From a sheet"),
}


def language() -> str:
    """Return the language of texts that come by language: vi or en."""
    return "en" if get_language() == "en" else "vi"


def say(words: Mapping[str, str]) -> str:
    """Return a text of core in the reader's language."""
    return words[language()]


def group(code: str) -> str:
    """Return the name of a chapter."""
    return say(GROUPS[code])


def problem(found: Problem) -> str:
    """Return a problem in words, with what would do where there is a list."""
    said = say(found.message)
    if not found.accepted:
        return said
    accepted = ", ".join(say(words) for words in found.accepted)
    return f"{said} {_('Possible:')} {accepted}."


def period(found: Period) -> str:
    """Return a period's name: the year 2026, 9 months of 2026, month 5/2026."""
    values = {
        "n": found.number,
        "year": found.year,
        "roman": ("", "I", "II", "III", "IV")[found.number % 5],
    }
    texts = {
        Length.MONTH: _("Month %(n)s/%(year)s"),
        Length.QUARTER: _("Quarter %(roman)s/%(year)s"),
        Length.HALF_YEAR: _("Six months of %(year)s"),
        Length.NINE_MONTHS: _("Nine months of %(year)s"),
        Length.YEAR: _("Year %(year)s"),
    }
    return str(texts[found.kind]) % values


def days(found: Period) -> str:
    """Return the days of a period."""
    return f"{found.start:%d/%m/%Y} – {found.end:%d/%m/%Y}"


def amount(value: Decimal | None) -> str:
    """Write a number as offices do; a dash where there is none."""
    return "–" if value is None else shown(value)
