"""Words and numbers of values of indicators, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from danvan.core import data
from danvan.core.indicators import catalogue
from danvan.indicators import labels
from danvan.indicators.models import Bound, Provenance, Value

PROVENANCES: Mapping[str, Promise | str] = {
    Provenance.COUNTED: pgettext_lazy("figure", "Counted"),
    Provenance.ENTERED: pgettext_lazy("figure", "Entered"),
    Provenance.IMPORTED: pgettext_lazy("figure", "From a sheet"),
    Provenance.REPORTED: pgettext_lazy("figure", "From a report"),
}
BOUNDS: Mapping[str, Promise | str] = {
    Bound.EXACT: gettext_lazy("exactly"),
    Bound.MIN: gettext_lazy("more than"),
    Bound.MAX: gettext_lazy("at most"),
    Bound.APPROX: gettext_lazy("about"),
}


def indicator_name(code: str) -> str:
    """Return the name of an indicator or part; a code nobody knows names itself."""
    row = catalogue.known().get(code)
    return row.name[labels.language()] if row else code


def measure(code: str) -> str:
    """Return what an indicator is counted in; nothing for an unknown code."""
    row = catalogue.known().get(code)
    known = data.load_toml("measures.toml")
    return str(known[row.unit][labels.language()]) if row else ""


def amount(value: Decimal | None, bound: str = "") -> str:
    """Write a number with the word that bounds it: hơn 65."""
    shown = labels.shown(value)
    return f"{BOUNDS[bound]} {shown}" if bound and shown else shown


def of_value(value: Value) -> str:
    """Write what a value says: its number, that there was none, or nothing at all."""
    if value.amount is None:
        return _("Taken back")
    if value.nothing:
        return _("Nothing to report")
    return amount(value.amount, value.bound)
