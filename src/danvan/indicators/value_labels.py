"""Words and numbers of values of indicators, in the reader's language."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from danvan.core import data
from danvan.core.calendar.periods import Chain, Period, ending_up_to
from danvan.core.indicators import catalogue
from danvan.indicators import labels
from danvan.indicators.models import Bound, Provenance, Value

Choice = tuple[str, str]
# As many digits as the printed figures have; what is worked out has no end.
_DECIMALS = 3

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


CHAINS: Mapping[str, Promise | str] = {
    "inspectorate": pgettext_lazy("chain", "inspectorate"),
    "calendar": pgettext_lazy("chain", "calendar year"),
    "government": pgettext_lazy("chain", "mass mobilisation by the government"),
    "procedures": pgettext_lazy("chain", "administrative procedures"),
    "party": pgettext_lazy("chain", "Party"),
    "council": pgettext_lazy("chain", "People's Council"),
    "front": pgettext_lazy("chain", "Fatherland Front"),
}


def period(of: Period) -> str:
    """Return the name of a period with its chain: Năm 2022 (thanh tra)."""
    return f"{labels.period_name(of)} ({CHAINS[of.chain]})"


def periods_of(day: datetime.date, years: int = 1) -> list[tuple[str, list[Choice]]]:
    """Return periods that began by ``day``, by chain, as a list to choose from has them."""
    return [
        (
            str(name),
            [
                (p.key, labels.period_name(p))
                for p in ending_up_to(cast("Chain", chain), day, years)
            ],
        )
        for chain, name in CHAINS.items()
    ]


def amount(value: Decimal | None, bound: str = "") -> str:
    """Write a number with the word that bounds it: hơn 65."""
    shown = labels.shown(None if value is None else round(value, _DECIMALS))
    return f"{BOUNDS[bound]} {shown}" if bound and shown else shown


def of_value(value: Value) -> str:
    """Write what a value says: its number, that there was none, or nothing at all."""
    if value.amount is None:
        return _("Taken back")
    if value.nothing:
        return _("Nothing to report")
    return amount(value.amount, value.bound)
