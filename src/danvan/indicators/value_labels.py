"""Words and numbers of values of indicators, in the reader's language."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from danvan.core import data
from danvan.core.calendar.periods import Chain, Kind, Period, ending_up_to
from danvan.core.figures.lexicon import SCALES
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
WORKED = pgettext_lazy("value", "Worked out")
KINDS: Mapping[str, Promise | str] = {
    Kind.MONTH: gettext_lazy("Months"),
    Kind.QUARTER: gettext_lazy("Quarters"),
    Kind.HALF_YEAR: gettext_lazy("First six months"),
    Kind.NINE_MONTHS: gettext_lazy("First nine months"),
    Kind.YEAR: gettext_lazy("Years"),
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


def short_period(of: Period) -> str:
    """Return the name of a period without its chain."""
    return labels.period_name(of)


def kind_of_period(kind: str) -> str:
    """Return the name of a kind of period of a chain (``government year``)."""
    chain, _space, of = kind.partition(" ")
    return f"{KINDS[of]} ({CHAINS[chain]})"


def source(provenance: str) -> str:
    """Return where a value comes from; without one it is worked out."""
    return str(PROVENANCES.get(provenance, WORKED))


def change(now: Decimal, before: Decimal) -> str:
    """Write how much a value rose or fell: +12."""
    return labels.shown(round(now - before, _DECIMALS), signed=True)


def language() -> str:
    """Return the reader's language as the catalogue has it: vi or en."""
    return labels.language()


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


def amount_printed(text: str, bound: str) -> str:
    """Return a number as a text prints it, with the word that bounds it."""
    return f"{BOUNDS[bound]} {text}" if bound else text


def scale_word(scale: Decimal) -> str:
    """Return the word of a scale: triệu for 1000000; other scales as a number."""
    if scale == 1:
        return ""
    words = {int(v): k for k, v in SCALES.items() if k not in {"ngàn", "tỉ"}}
    return words.get(int(scale), labels.shown(scale))


def of_value(value: Value) -> str:
    """Write what a value says: its number, that there was none, or nothing at all."""
    if value.amount is None:
        return _("Taken back")
    if value.nothing:
        return _("Nothing to report")
    places = len(str(value.evidence.get("step", "")).partition(".")[2])
    shown = amount(value.amount, value.bound)
    if not places:
        return shown
    # As many digits as were printed: 93,10 and not 93,1.
    mark = "." if labels.language() == "en" else ","
    whole, _mark, fraction = shown.partition(mark)
    return f"{whole}{mark}{fraction.ljust(places, '0')}"


def who(by: str) -> str:
    """Return who said something, as histories show it."""
    return _("The system") if by == "system" else by
